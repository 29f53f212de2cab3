// Package report holds findings and shows them. There is one [Finding] type;
// text, JSON, SARIF and the formats of review tools are views of it, as are the
// baseline file and the fixes.
//
// Nothing leaves this package with a secret in it: every writer passes its
// text through the masks of internal/klaviyo, source context and diffs
// included, and a hunk or an edit that would show a key is left out.
package report
