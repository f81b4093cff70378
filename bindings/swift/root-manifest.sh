#!/usr/bin/env bash
# Writes into Package.swift at the top of the repository where a release's libraries for Apple's systems are, with their checksum:
# root-manifest.sh MANIFEST URL ZIP
set -euo pipefail

manifest=$1
url=$2
zip=$3
# What `swift package compute-checksum` says.
if command -v sha256sum >/dev/null; then sum=$(sha256sum "$zip"); else sum=$(shasum -a 256 "$zip"); fi
checksum=${sum%% *}
sed -i.old -e "s|^let libraries = \".*\"\$|let libraries = \"$url\"|" -e "s|^let checksum = \".*\"\$|let checksum = \"$checksum\"|" "$manifest"
rm "$manifest.old"
grep -qxF "let libraries = \"$url\"" "$manifest"
grep -qxF "let checksum = \"$checksum\"" "$manifest"
