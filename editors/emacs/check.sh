#!/usr/bin/env bash
# Tries klaviyolint.el in a batch Emacs on a copy of testdata/shop. Needs Go and
# Emacs, and go-mode, flycheck or eglot for the part that each of them has
# (Debian: apt-get install emacs-nox elpa-go-mode elpa-flycheck elpa-eglot).
# KLAVIYOLINT names a built klaviyolint.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v emacs >/dev/null || {
	echo "no emacs (Debian: apt-get install emacs-nox elpa-go-mode elpa-flycheck elpa-eglot)" >&2
	exit 2
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$here/../.."
mkdir "$tmp/bin"
if [ -n "${KLAVIYOLINT:-}" ]; then
	cp "$KLAVIYOLINT" "$tmp/bin/klaviyolint"
else
	go build -o "$tmp/bin/klaviyolint" ./cmd/klaviyolint
fi
cp -r testdata/shop "$tmp/shop"
echo 'as_of = 2026-11-23' >"$tmp/shop/.klaviyolint.toml"
cd "$tmp/shop"
git init -q . # eglot takes the folder that git knows for the project
export PATH="$tmp/bin:$PATH" GOFLAGS= GOWORK=off KLAVIYOLINT_CONFIG=
timeout 600 emacs --batch -l "$here/check.el"
