#!/usr/bin/env bash
# Builds the documentation as on tvOS and fails on a link that leads nowhere. To be run in bindings/swift, after check-apple.sh: check-docs.sh
# SCRATCH-PATH
set -euo pipefail

apple=$1/apple
rm -rf "$apple/graphs" "$apple/api"
mkdir -p "$apple/graphs" "$apple/api"
triple=$(swiftc -print-target-info | awk -F '"' '/"unversionedTriple"/ && !found { print $4; found = 1 }')
swift-symbolgraph-extract -module-name TVPass -target "$triple" \
    -I "$apple/tvOS" -I "$apple/stubs" -Xcc "-fmodule-map-file=$PWD/Sources/TVPassFFI/generated/module.modulemap" \
    -minimum-access-level public -output-dir "$apple/graphs"
# What apps import, for the recorded API: as on tvOS, and of the tests' module as it was built.
cp "$apple"/graphs/*.symbols.json "$apple/api"
swift-symbolgraph-extract -module-name TVPassTesting -target "$triple" -I "$1/debug/Modules" \
    -Xcc "-fmodule-map-file=$PWD/Sources/TVPassFFI/generated/module.modulemap" \
    -minimum-access-level public -output-dir "$apple/api"
docc convert Sources/TVPass/TVPass.docc --additional-symbol-graph-dir "$apple/graphs" --fallback-display-name TVPass \
    --fallback-bundle-identifier dev.tvpass --output-dir "$apple/documentation" --warnings-as-errors
echo "documentation without warnings"
