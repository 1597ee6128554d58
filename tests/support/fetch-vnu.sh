#!/usr/bin/env bash
# Installs the Nu Html Checker (npm package vnu-jar, needs Java) under target/ and prints the path of its jar.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${CARGO_TARGET_DIR:-target}/vnu"
jar="$folder/node_modules/vnu-jar/build/dist/vnu.jar"
if [ ! -f "$jar" ]; then
  mkdir -p "$folder"
  npm install --no-save --no-audit --no-fund --prefix "$folder" vnu-jar >&2
fi
realpath "$jar"
