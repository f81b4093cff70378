#!/usr/bin/env bash
# Makes TVPassBinary.xcframework beside Package.swift: the core for tvOS, iOS, their simulators and macOS. Runs on a Mac with Xcode and
# rustup: dist.sh [--for-tests]
#
# With --for-tests the core can be made to panic, as the package's tests want; never ship that.
set -euo pipefail

features=uniffi
case "${1-}" in
    "") ;;
    --for-tests) features=uniffi-test-panic ;;
    *)
        echo "usage: dist.sh [--for-tests]" >&2
        exit 2
        ;;
esac
if [ "$(uname -s)" != Darwin ]; then
    echo "dist.sh: libraries for Apple's systems are made on a Mac" >&2
    exit 1
fi

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/target/swift-dist
framework=$here/TVPassBinary.xcframework

# The oldest systems that Package.swift names.
export TVOS_DEPLOYMENT_TARGET=15.0 IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

# One library per platform; where several processors share one, they are joined. rustup has no standard library for tvOS simulators on Intel.
platforms=(
    "tvos aarch64-apple-tvos"
    "tvos-simulator aarch64-apple-tvos-sim"
    "ios aarch64-apple-ios"
    "ios-simulator aarch64-apple-ios-sim x86_64-apple-ios"
    "macos aarch64-apple-darwin x86_64-apple-darwin"
)

rm -rf "$work" "$framework"
libraries=()
for platform in "${platforms[@]}"; do
    read -r -a words <<<"$platform"
    slices=()
    for target in "${words[@]:1}"; do
        rustup target add "$target"
        (cd "$root" && cargo rustc --locked --package tvpass --lib --crate-type staticlib --profile dist \
            --no-default-features --features "$features" --target "$target" --target-dir "$work/cargo")
        slices+=("$work/cargo/$target/dist/libtvpass.a")
    done
    folder=$work/${words[0]}
    mkdir -p "$folder"
    lipo -create "${slices[@]}" -output "$folder/libtvpass.a"
    # Without this symbol the generated code would not link.
    if ! nm -gU "$folder/libtvpass.a" 2>/dev/null | grep ffi_tvpass_uniffi_contract_version >/dev/null; then
        echo "dist.sh: ${words[0]}: the library exports nothing for Swift" >&2
        exit 1
    fi
    libraries+=(-library "$folder/libtvpass.a")
done

# Without headers: they are in the package, with a module map in a folder of their own. The privacy manifest is a resource of TVPass.
xcodebuild -create-xcframework "${libraries[@]}" -output "$framework"
plutil -lint "$framework/Info.plist" "$here/Sources/TVPass/PrivacyInfo.xcprivacy"

if [ "$features" = uniffi ]; then
    version=$(cd "$root" && cargo pkgid --package tvpass | sed 's/.*[#@]//')
    package=$work/tvpass-swift-$version
    mkdir -p "$package"
    cp -R "$here/Sources" "$here/README.md" "$framework" "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$package"
    # Tests and examples stay behind: the package is complete without them.
    sed '/\.testTarget(/d' "$here/Package.swift" >"$package/Package.swift"
    (cd "$package" && swift package describe >/dev/null)
    (cd "$work" && zip -qry "$package.zip" "$(basename "$package")")
    echo "made $package.zip"
fi
echo "made $framework"
