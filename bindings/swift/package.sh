#!/usr/bin/env bash
# Puts together the Swift package that apps depend on, without tests and examples: package.sh FOLDER FRAMEWORK | package.sh FOLDER URL CHECKSUM
#
# FRAMEWORK is TVPassBinary.xcframework, which then lies in the package; or the package names where its zip is, with its checksum.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
package=$1
rm -rf "$package"
mkdir -p "$package"
cp -R "$here/Sources" "$here/README.md" "$here/../../LICENSE-MIT" "$here/../../LICENSE-APACHE" "$package"
sed '/^\/\/ Only in the repository/,/^\/\/ End of that/d' "$here/Package.swift" >"$package/Package.swift"
if [ $# -eq 3 ]; then
    local_target='path: "TVPassBinary.xcframework"'
    sed -i.old "s|$local_target|url: \"$2\", checksum: \"$3\"|" "$package/Package.swift"
    rm "$package/Package.swift.old"
    grep -qF "checksum: \"$3\"" "$package/Package.swift"
else
    cp -R "$2" "$package/TVPassBinary.xcframework"
fi
if grep -qE 'Tests|Examples' "$package/Package.swift"; then
    echo "package.sh: the manifest still names what is only in the repository" >&2
    exit 1
fi
