#!/usr/bin/env bash
# Makes a folder that Zed can install as a local extension: this one, with the queries and the place of this clone.
#   editors/zed/install.sh FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
clone="$(git -C "$here" rev-parse --show-toplevel)"
to="${1:?say where to put it: editors/zed/install.sh FOLDER}"
mkdir -p "$to"
cp -r "$here/Cargo.toml" "$here/src" "$here/languages" "$to"
queries="$clone/editors/tree-sitter-meent/queries"
cp "$queries/highlights.scm" "$queries"/zed/*.scm "$to/languages/meent"
sed -e "s#file:///home/you/meent#file://$clone#" \
  -e "s#0000000000000000000000000000000000000000#$(git -C "$clone" rev-parse HEAD)#" \
  "$here/extension.toml" >"$to/extension.toml"
echo "In Zed: zed: install dev extension, and choose $to"
