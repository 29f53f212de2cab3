// Package lsp is the language server of klaviyolint: findings, fixes, hovers and
// links over the Language Server Protocol 3.17, for editors, beside the server of
// the language itself.
//
// A root is one workspace or module. Each has a session of the driver, which runs
// the same analysis as the command over the same packages, with the texts of open
// documents in place of what is on disk. A change starts a run after a short rest
// and ends the one before; what a run finds is published as a whole.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
package lsp
