#!/usr/bin/env bash
# Makes and tests what there is for editors: the package for VS Code, and Neovim in a conversation with `meent lsp`.
# Needs node 20 with npm, Neovim, and the program that `cargo build` or `cargo test` makes; MEENT names another one.
set -euo pipefail
cd "$(dirname "$0")/.."
MEENT="${MEENT:-$(realpath "${CARGO_TARGET_DIR:-target}")/debug/meent}"
export MEENT

# Without CI, what a machine does not have is left out, and that is said.
lacks() {
  echo "editors: $1" >&2
  [ -z "${CI:-}" ] || exit 1
}

if [ ! -x "$MEENT" ]; then
  lacks "there is no program at $MEENT: run cargo build"
fi

if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  lacks "node 20 or newer is not there; the package for VS Code is not made"
else
  (
    cd editors/vscode
    npm ci --ignore-scripts --no-audit --no-fund
    npm run --silent all
  )
fi

if ! command -v nvim >/dev/null; then
  lacks "nvim is not there; Neovim is not tried"
else
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  cp -r examples/city examples/energy "$work"
  echo "Neovim:"
  HOME="$work" XDG_STATE_HOME="$work/state" MEENT_PROJECT="$work/energy" timeout 120 \
    nvim --headless -u NONE -i NONE -n --cmd "set rtp^=$PWD/editors/neovim" -S editors/neovim/test/smoke.lua
fi
