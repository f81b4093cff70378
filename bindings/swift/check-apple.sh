#!/usr/bin/env bash
# Checks the sources for Apple's systems where there is no Mac, over the stand-ins in Tests/AppleStubs, whose README says what that shows.
# To be run in bindings/swift, after `swift build`: check-apple.sh SCRATCH-PATH LIBRARY-FOLDER tvOS [SYSTEM…]
set -euo pipefail

scratch=$1
libraries=$2
systems=("${@:3}")
work=$scratch/apple
stubs=$work/stubs
rm -rf "$work"
mkdir -p "$stubs"

for stub in AppleFoundation Security UIKit CoreTelephony Network AuthenticationServices VideoSubscriberAccount Combine SwiftUI; do
    swiftc -emit-module -emit-object -parse-as-library -swift-version 6 -I "$stubs" -module-name "$stub" "Tests/AppleStubs/$stub.swift" \
        -emit-module-path "$stubs/$stub.swiftmodule" -o "$stubs/$stub.o"
done
# As one module: file by file, each of several compilers reads all the others.
compile=(swiftc -parse-as-library -warnings-as-errors -whole-module-optimization -I "$stubs"
    -Xcc "-fmodule-map-file=$PWD/Sources/TVPassFFI/generated/module.modulemap")

# A copy of the sources with what holds on a system in place of the conditions: as_on SYSTEM FOLDER SOURCES
as_on() {
    local system=$1 folder=$2 conditions=() known uikit=true telephony=false
    for known in tvOS iOS macOS Linux; do
        if [ "$known" = "$system" ]; then conditions+=(-e "s/os($known)/true/g"); else conditions+=(-e "s/os($known)/false/g"); fi
    done
    if [ "$system" = macOS ]; then uikit=false; fi
    if [ "$system" = iOS ]; then telephony=true; fi
    conditions+=(-e "s/canImport(UIKit)/$uikit/g" -e "s/canImport(CoreTelephony)/$telephony/g" -e 's/canImport(FoundationNetworking)/false/g'
        -e 's/canImport([A-Za-z]*)/true/g' -e 's/^import Foundation$/import AppleFoundation/')
    cp -R "$3" "$folder"
    find "$folder" -name '*.swift' -exec sed -i "${conditions[@]}" {} +
}

for system in "${systems[@]}"; do
    mkdir -p "$work/$system"
    as_on "$system" "$work/$system/TVPass" Sources/TVPass
    as_on "$system" "$work/$system/AccountScreen" ../../examples/swift/AccountScreen
    mapfile -t sources < <(find "$work/$system/TVPass" -name '*.swift')
    mapfile -t screens < <(find "$work/$system/AccountScreen" -name '*.swift')
    "${compile[@]}" -typecheck -swift-version 5 -module-name TVPass "${sources[@]}"
    # Only what is run, on tvOS, has to be compiled to the end.
    emit=(-emit-module)
    if [ "$system" = tvOS ]; then emit+=(-emit-object -enable-testing -o "$work/$system/TVPass.o"); fi
    "${compile[@]}" "${emit[@]}" -swift-version 6 -module-name TVPass "${sources[@]}" \
        -emit-module-path "$work/$system/TVPass.swiftmodule"
    "${compile[@]}" -typecheck -swift-version 6 -module-name AccountApp -I "$work/$system" "${screens[@]}"
    # The conditions as they are written, at least parsed.
    mapfile -t written < <(find Sources/TVPass ../../examples/swift/AccountScreen -name '*.swift')
    lower=$(tr '[:upper:]' '[:lower:]' <<<"$system")
    case $system in macOS) lower+=x12.0 ;; *) lower+=15.0 ;; esac
    swiftc -parse -target "arm64-apple-$lower" "${written[@]}"
done

# The code in the documentation, as on tvOS, with what the pages take an app to have.
cat >"$work/page0.swift" <<'CODE'
import Foundation
import TVPass

@MainActor func show(_ groups: [String], _ matrix: QRMatrix?) {}
@MainActor func pick(from mvpds: [MVPD], _ chosen: @escaping @Sendable (MVPD) -> Void) {}
@MainActor func open(_ url: URL) {}
func sendToYourServer(_ token: String) {}
CODE
number=0
for page in README.md Sources/TVPass/TVPass.docc/*.md; do
    number=$((number + 1))
    {
        # What the pages take for granted.
        printf 'import Foundation\nimport TVPass\n\n@MainActor func page%s(' "$number"
        printf 'statement: String, client: TVPassClient, url: URL, token: SecretText) async throws {\n'
        awk '/^```swift/ { inside = 1; next } /^```/ { inside = 0 } inside && !/^import /' "$page"
        printf '}\n'
    } >"$work/page$number.swift"
    grep -q 'client.logout(mvpd:\|account.signOut()' "$work/page$number.swift"
done
swiftc -typecheck -parse-as-library -swift-version 6 -I "$stubs" -I "$work/tvOS" "$work"/page*.swift \
    -Xcc "-fmodule-map-file=$PWD/Sources/TVPassFFI/generated/module.modulemap" -suppress-warnings

mapfile -t objects < <(find "$scratch/debug/TVPassFFI.build" "$stubs" -name '*.o')
"${compile[@]}" -swift-version 6 -module-name Behaviour -I "$work/tvOS" Tests/AppleStubs/Behaviour.swift "$work/tvOS/TVPass.o" \
    "${objects[@]}" -L "$libraries" -ltvpass -o "$work/behaviour"
"$work/behaviour"
echo "the code in the documentation compiles"
echo "the sources are consistent on ${systems[*]}: ${#sources[@]} of the package, ${#screens[@]} of the account screen"
