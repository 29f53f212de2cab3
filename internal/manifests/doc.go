// Package manifests finds the Klaviyo packages that a project depends on:
// in go.mod, in the manifests and lock files of npm, Python, Composer and
// RubyGems, and in the install commands of Dockerfiles, Makefiles, CI files
// and shell scripts. It says how each is pinned and where; what is wrong with
// that is the business of passes/sdkpin.
package manifests
