#!/usr/bin/env bash
# Tries gopls.lua and lint.lua in a headless Neovim on a copy of testdata/shop.
# Needs Go and Neovim 0.7 or newer (Debian: apt-get install neovim); NVIM names
# another program than nvim. With NVIM_LINT=/path/to/nvim-lint, a checkout of
# mfussenegger/nvim-lint, that is tried too.
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
go build -o "$tmp/bin/klaviyolint" ./cmd/klaviyolint
go run ./editors/gopls -o "$tmp/bin/gopls-klaviyolint"
cp -r testdata/shop "$tmp/shop"
echo 'as_of = 2026-11-23' >"$tmp/shop/.klaviyolint.toml"
cd "$tmp/shop"
export PATH="$tmp/bin:$PATH" GOPLSCACHE="$tmp/cache" XDG_STATE_HOME="$tmp/state" XDG_DATA_HOME="$tmp/data" XDG_CONFIG_HOME="$tmp/config"
export GOCACHE="${GOCACHE:-$(go env GOCACHE)}" GOFLAGS= GOWORK=off KLAVIYOLINT_CONFIG=
rtp=()
if [ -n "${NVIM_LINT:-}" ]; then
	rtp=(--cmd "set runtimepath+=$NVIM_LINT")
fi
timeout 900 "$nvim" --headless -u NONE -i NONE "${rtp[@]}" -c "luafile $here/check.lua"
