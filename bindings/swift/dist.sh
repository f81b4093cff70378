#!/usr/bin/env bash
# Makes TVPassBinary.xcframework beside Package.swift, the core for tvOS, iOS, their simulators and macOS, and the Swift package with it.
# Runs on a Mac with Xcode and rustup: dist.sh [--for-tests | --url URL]
#
# With --for-tests the core can be made to panic, as the package's tests want, and no package is made; never ship that. With --url the
# package names the place of the framework's zip, with its checksum, instead of containing it: for a repository of the package's own.
set -euo pipefail

features=uniffi
url=
case "${1-}" in
    "") ;;
    --for-tests) features=uniffi-test-panic ;;
    --url) url=${2:?--url needs the place of TVPassBinary.xcframework.zip} ;;
    *)
        echo "usage: dist.sh [--for-tests | --url URL]" >&2
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

# The setting below that keeps this machine's folders out of the libraries would give way to these.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

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
    folder=$work/${words[0]}
    mkdir -p "$folder"
    slices=()
    for target in "${words[@]:1}"; do
        rustup target add "$target"
        paths=$(cd "$root" && cargo xtask paths "$target")
        (cd "$root" && cargo rustc --config "$paths" --locked --package tvpass --lib --crate-type staticlib --profile dist \
            --no-default-features --features "$features" --target "$target" --target-dir "$work/cargo")
        case $target in aarch64-*) architecture=arm64 ;; *) architecture=${target%%-*} ;; esac
        "$here/prelink.sh" "$work/cargo/$target/dist/libtvpass.a" "$folder/$architecture.a" "$architecture"
        slices+=("$folder/$architecture.a")
    done
    lipo -create "${slices[@]}" -output "$folder/libtvpass.a"
    libraries+=(-library "$folder/libtvpass.a")
done

# Without headers: they are in the package, with a module map in a folder of their own. The privacy manifest is a resource of TVPass.
xcodebuild -create-xcframework "${libraries[@]}" -output "$framework"
plutil -lint "$framework/Info.plist" "$here/Sources/TVPass/PrivacyInfo.xcprivacy"

if [ "$features" = uniffi ]; then
    version=$(cd "$root" && cargo pkgid --package tvpass | sed 's/.*[#@]//')
    package=$work/tvpass-swift-$version
    (cd "$here" && zip -qry "$work/$(basename "$framework").zip" "$(basename "$framework")")
    if [ -n "$url" ]; then
        "$here/package.sh" "$package" "$url" "$(swift package compute-checksum "$work/$(basename "$framework").zip")"
    else
        "$here/package.sh" "$package" "$framework"
    fi
    (cd "$package" && swift package dump-package >/dev/null)
    (cd "$work" && zip -qry "$package.zip" "$(basename "$package")")
    echo "made $work/$(basename "$framework").zip and $package.zip"
fi
echo "made $framework"
