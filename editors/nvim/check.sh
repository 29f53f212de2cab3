#!/usr/bin/env bash
# Tries klaviyolint.lua and lint.lua in a headless Neovim on a copy of testdata/shop.
# Needs Go and Neovim 0.7 or newer (Debian: apt-get install neovim); NVIM names
# another program than nvim, KLAVIYOLINT a built klaviyolint.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
nvim=${NVIM:-nvim}
command -v "$nvim" >/dev/null || {
	echo "no $nvim: install Neovim (Debian: apt-get install neovim), or name it: NVIM=/path/to/nvim $0" >&2
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
export PATH="$tmp/bin:$PATH" XDG_STATE_HOME="$tmp/state" XDG_DATA_HOME="$tmp/data" XDG_CONFIG_HOME="$tmp/config"
export GOCACHE="${GOCACHE:-$(go env GOCACHE)}" GOFLAGS= GOWORK=off KLAVIYOLINT_CONFIG=
timeout 600 "$nvim" --headless -u NONE -i NONE -c "luafile $here/check.lua"
