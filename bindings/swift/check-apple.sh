#!/usr/bin/env bash
# Checks the code for Apple's systems where there is no Mac: types against Tests/AppleStubs, and syntax as for tvOS and iOS.
# To be run in bindings/swift, after `swift build`: check-apple.sh SCRATCH-PATH
set -euo pipefail

modules=$1/debug/Modules
stubs=$1/apple-stubs
mkdir -p "$stubs"
for module in Security UIKit Network AuthenticationServices; do
    swiftc -emit-module -parse-as-library -swift-version 6 -module-name "$module" "Tests/AppleStubs/$module.swift" \
        -o "$stubs/$module.swiftmodule"
done

mapfile -t sources < <(find Sources/TVPass -name '*.swift')
for version in 6 5; do
    swiftc -typecheck -parse-as-library -warnings-as-errors -swift-version "$version" -module-name TVPass -I "$stubs" -I "$modules" \
        -Xcc -fmodule-map-file="Sources/TVPassFFI/generated/module.modulemap" "${sources[@]}"
done

# What only the real frameworks know is at least parsed with the conditions of each system.
mapfile -t screens < <(find ../../examples/swift -name '*.swift' -not -path '*/.build/*')
for target in arm64-apple-tvos15.0 arm64-apple-ios15.0 arm64-apple-macosx12.0; do
    swiftc -parse -target "$target" "${sources[@]}" "${screens[@]}"
done
echo "the sources for Apple's systems are consistent: ${#sources[@]} files with types, ${#screens[@]} more parsed"
