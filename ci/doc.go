// Package ci holds the template for GitLab, and the tests of all that runs
// klaviyolint elsewhere: that template, the action in action.yml, the hook in
// .pre-commit-hooks.yaml, and the recipes of docs/ci.md.
package ci
