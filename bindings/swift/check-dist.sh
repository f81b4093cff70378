#!/usr/bin/env bash
# Runs dist.sh where there is no Mac, with stand-ins for a Mac's tools (Tests/MacTools): its own steps, in their order, and the package that it
# makes. It shows nothing about the tools themselves. To be run in bindings/swift: check-dist.sh SCRATCH-PATH
set -euo pipefail

scratch=$1
rm -rf "$scratch"
mkdir -p "$scratch/bin" "$scratch/repository/bindings"
fail() {
    echo "check-dist.sh: $1" >&2
    exit 1
}

# On any other system it refuses.
if ./dist.sh >"$scratch/refusal" 2>&1; then fail "dist.sh ran on $(uname -s)"; fi
grep -q 'made on a Mac' "$scratch/refusal"

# A copy: dist.sh writes beside itself.
cp -R . "$scratch/repository/bindings/swift"
cp ../../LICENSE-MIT ../../LICENSE-APACHE "$scratch/repository"
for tool in uname rustup cargo xcrun lipo xcodebuild plutil zip; do ln -s "$PWD/Tests/MacTools/tool.sh" "$scratch/bin/$tool"; done
printf '%s\n' 'int ffi_tvpass_uniffi_contract_version(void) { return 30; }' 'void rust_eh_personality(void) {}' >"$scratch/library.c"
clang -c "$scratch/library.c" -o "$scratch/library.o"
ar crs "$scratch/library.a" "$scratch/library.o"
export PATH=$scratch/bin:$PATH MAC_LIBRARY=$scratch/library.a MAC_CALLS=$scratch/calls

dist() {
    : >"$MAC_CALLS"
    "$scratch/repository/bindings/swift/dist.sh" "$@" >"$scratch/said" 2>&1
}
made=$scratch/repository/target/swift-dist
package=$made/tvpass-swift-0.1.0

dist || fail "it failed: $(cat "$scratch/said")"
[ "$(grep -c '^cargo rustc .*--no-default-features --features uniffi --target ' "$MAC_CALLS")" = 7 ] || fail "not seven libraries"
for target in aarch64-apple-{tvos,tvos-sim,ios,ios-sim,darwin} x86_64-apple-{ios,darwin}; do
    grep -qx "rustup target add $target" "$MAC_CALLS" || fail "no $target"
    grep -q "^cargo rustc --config paths-for-$target .* --target $target " "$MAC_CALLS" || fail "$target names the folders it is built in"
done
grep -q '^xcrun ld -r -arch x86_64 -all_load ' "$MAC_CALLS" || fail "the architecture is not passed on"
for platform in tvos tvos-simulator ios ios-simulator macos; do
    [ -f "$package/TVPassBinary.xcframework/$platform/libtvpass.a" ] || fail "the package has no library for $platform"
done
for file in Package.swift README.md LICENSE-MIT LICENSE-APACHE Sources/TVPass/PrivacyInfo.xcprivacy Sources/TVPassFFI/generated/module.modulemap; do
    [ -f "$package/$file" ] || fail "the package has no $file"
done
if [ -e "$package/Tests" ] || [ -e "$package/Examples" ]; then fail "the package has tests or examples"; fi
grep -q 'path: "TVPassBinary.xcframework"' "$package/Package.swift" || fail "the manifest does not name the framework"
# grep leaves at the first match, and tar would complain of that.
packed=$(tar -tf "$package.zip")
grep -qx 'tvpass-swift-0.1.0/TVPassBinary.xcframework/tvos/libtvpass.a' <<<"$packed" || fail "the zip lacks the library"

dist --url https://example.com/TVPassBinary.xcframework.zip || fail "with a URL it failed: $(cat "$scratch/said")"
checksum=$(sha256sum "$made/TVPassBinary.xcframework.zip" | cut -d ' ' -f 1)
grep -q "url: \"https://example.com/TVPassBinary.xcframework.zip\", checksum: \"$checksum\"" "$package/Package.swift" || fail "the manifest lacks the URL"
[ ! -e "$package/TVPassBinary.xcframework" ] || fail "the package still contains the framework"

dist --for-tests || fail "for tests it failed: $(cat "$scratch/said")"
[ "$(grep -c '^cargo rustc .*--features uniffi-test-panic --target ' "$MAC_CALLS")" = 7 ] || fail "the core for tests lacks its feature"
[ ! -e "$package" ] || fail "a core that can be made to panic was packed"

if dist --for-test; then fail "an unknown option was taken"; fi
grep -q '^usage' "$scratch/said"
echo "dist.sh does its steps, over stand-ins for a Mac's tools"
