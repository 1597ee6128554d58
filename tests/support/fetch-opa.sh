#!/usr/bin/env bash
# Fetches the OPA engine as a shared library into target/opa, once, and prints its path.
# Use: MEENT_OPA_LIB=$(tests/support/fetch-opa.sh) cargo test
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder="$root/${CARGO_TARGET_DIR:-target}/opa"
[[ "${CARGO_TARGET_DIR:-}" == /* ]] && folder="$CARGO_TARGET_DIR/opa"
library="$folder/opa_bindings/libopabridge.so"
if [[ ! -f "$library" ]]; then
  mkdir -p "$folder/wheel"
  python3 -m pip download --quiet --disable-pip-version-check --dest "$folder/wheel" \
    --python-version 3.14 --only-binary=:all: --no-deps --platform manylinux_2_34_x86_64 \
    opa-golib-python-bindings==0.4.4 >&2
  python3 - "$folder" >&2 <<'PYTHON'
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[1])
wheel = next((folder / "wheel").glob("*.whl"))
zipfile.ZipFile(wheel).extractall(folder)
PYTHON
fi
echo "$library"
