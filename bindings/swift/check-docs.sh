#!/usr/bin/env bash
# Builds the documentation and fails on a link that leads nowhere. To be run in bindings/swift: check-docs.sh SCRATCH-PATH
set -euo pipefail

graphs=$1/graphs
rm -rf "$graphs"
mkdir -p "$graphs"
swift build --target TVPass --scratch-path "$1" -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$graphs"
# The generated module is nobody's to read.
find "$graphs" -name 'TVPassCore*' -delete
docc convert Sources/TVPass/TVPass.docc --additional-symbol-graph-dir "$graphs" --fallback-display-name TVPass \
    --fallback-bundle-identifier dev.tvpass --output-dir "$1/documentation" --warnings-as-errors
echo "documentation without warnings"
