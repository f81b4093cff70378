#!/usr/bin/env bash
# Checks the package as an app gets it: by its URL and version, beside another package made by uniffi, in one app in Swift 5 mode.
# To be run in bindings/swift: check-package.sh SCRATCH-PATH LIBRARY
set -euo pipefail

scratch=$1
library=$2
# All of it: the package manager remembers what a version was.
rm -rf "$scratch"
mkdir -p "$scratch/package/lib"
cd "$(dirname "$0")"

# The library, joined into one object, so that a second Rust library beside it links.
./prelink.sh "$library" "$scratch/package/lib/libtvpass.a"

# The privacy manifest names the kinds of functions that Apple wants to be told about and that the library uses, where the linker has left
# out what nothing needs: CATEGORY FUNCTIONS
clang -shared -Wl,--gc-sections -Wl,--whole-archive "$scratch/package/lib/libtvpass.a" -Wl,--no-whole-archive -o "$scratch/package/linked.so"
uses=$(nm -D -u "$scratch/package/linked.so" | awk '{ print $NF }' | sed -e 's/@.*//' -e 's/64$//')
while read -r category functions; do
    used=no declared=no
    if grep -Eqx "$functions" <<<"$uses"; then used=yes; fi
    if grep -q "NSPrivacyAccessedAPICategory$category" Sources/TVPass/PrivacyInfo.xcprivacy; then declared=yes; fi
    [ "$used" = "$declared" ] || { echo "$category is used: $used; but in the privacy manifest: $declared" >&2; exit 1; }
done <<'CATEGORIES'
FileTimestamp stat|fstat|fstatat|lstat|statx|utimes|futimes
SystemBootTime clock_gettime|sysinfo|mach_absolute_time
DiskSpace statfs|statvfs|fstatfs|fstatvfs
CATEGORIES

package=$scratch/package/tvpass-swift
checksum=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
./package.sh "$package" https://example.com/TVPassBinary.xcframework.zip "$checksum"

# The manifest, read as on Apple's systems.
apple=$scratch/package/manifest
mkdir -p "$apple"
sed 's/^#if os(Linux)/#if false/' "$package/Package.swift" >"$apple/Package.swift"
manifest=$(swift package --package-path "$apple" --scratch-path "$scratch/package/manifest-build" dump-package)
for wanted in '"checksum" : "'"$checksum"'"' '"url" : "https://example.com/TVPassBinary.xcframework.zip"' \
    '"platformName" : "tvos"' '"platformName" : "ios"' '"platformName" : "macos"' '"version" : "15.0"' '"version" : "12.0"'; do
    grep -qF "$wanted" <<<"$manifest" || { echo "the manifest for Apple's systems has no $wanted" >&2; exit 1; }
done

# The manifest at the top of the repository: as it is, and as a release writes it, on Apple's systems.
root=$scratch/package/root
mkdir -p "$root/bindings/swift/TVPassBinary.xcframework"
cp -R Sources "$root/bindings/swift"
sed 's/^#if os(Linux)/#if false/' ../../Package.swift >"$root/Package.swift"
describe() { swift package --package-path "$root" --scratch-path "$scratch/package/root-build" dump-package; }
described=$(describe)
grep -qF '"path" : "bindings/swift/TVPassBinary.xcframework"' <<<"$described"
printf 'a zip' >"$scratch/package/libraries.zip"
./root-manifest.sh "$root/Package.swift" https://example.com/0.1.0/TVPassBinary.xcframework.zip "$scratch/package/libraries.zip"
described=$(describe)
for wanted in "\"checksum\" : \"$(sha256sum "$scratch/package/libraries.zip" | cut -d ' ' -f 1)\"" \
    '"url" : "https://example.com/0.1.0/TVPassBinary.xcframework.zip"' '"name" : "TVPassTesting"' '"path" : "bindings/swift/Sources/TVPass"'; do
    grep -qF "$wanted" <<<"$described" || { echo "the manifest at the top has no $wanted" >&2; exit 1; }
done

git -C "$package" init --quiet --initial-branch=main
git -C "$package" add --all
git -C "$package" -c user.name=test -c user.email=test@example.com commit --quiet --message=0.1.0
git -C "$package" tag 0.1.0

app=$scratch/package/app
cp -R Tests/OneApp/App "$app"
export TVPASS_URL=file://$package OTHER_PATH=$PWD/Tests/OneApp/Other
swift build --package-path "$app" --scratch-path "$scratch/app" --cache-path "$scratch/cache" --config-path "$scratch/config" \
    --security-path "$scratch/security" -Xlinker "-L$scratch/package/lib"
said=$("$scratch/app/debug/OneApp")
echo "$said"
[ "$said" = $'TVPass: a mistake in the library: it stopped halfway\nOther: owt-ytrof' ]
echo "the package works by its URL, and beside another one"
