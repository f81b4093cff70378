#!/usr/bin/env bash
# Stands in for a Mac's tools, by the name under which it is called, so that `check-dist.sh` can run dist.sh on Linux. Each call is written down
# in $MAC_CALLS. The linker and libtool are Linux's; the libraries, a small one in C.
set -euo pipefail

name=$(basename "$0")
echo "$name $*" >>"$MAC_CALLS"

# The argument behind an option: after OPTION ARGUMENTS…
after() {
    local option=$1
    shift
    while [ $# -gt 0 ]; do
        if [ "$1" = "$option" ]; then
            echo "$2"
            return
        fi
        shift
    done
    echo "$name without $option" >&2
    exit 1
}

case $name in
    uname) echo Darwin ;;
    rustup) ;;
    cargo)
        if [ "$1" = pkgid ]; then
            echo "path+file:///src#tvpass@0.1.0"
        elif [ "$1 $2" = "xtask paths" ]; then
            echo "paths-for-$3"
        else
            built=$(after --target-dir "$@")/$(after --target "$@")/dist
            mkdir -p "$built"
            cp "$MAC_LIBRARY" "$built/libtvpass.a"
        fi
        ;;
    xcrun)
        case $1 in
            ld)
                ld -r --whole-archive "$6" -o "$(after -o "$@")"
                keep=()
                while read -r pattern; do keep+=(--keep-global-symbol "${pattern#_}"); done <"$(after -exported_symbols_list "$@")"
                objcopy --wildcard "${keep[@]}" "$(after -o "$@")"
                ;;
            libtool) ar crs "$(after -o "$@")" "${!#}" ;;
            *) exit 1 ;;
        esac
        ;;
    lipo) cp "$2" "$(after -output "$@")" ;;
    xcodebuild)
        framework=$(after -output "$@")
        mkdir "$framework"
        echo '<plist/>' >"$framework/Info.plist"
        while [ $# -gt 0 ]; do
            if [ "$1" = -library ]; then
                platform=$(basename "$(dirname "$2")")
                mkdir "$framework/$platform"
                cp "$2" "$framework/$platform"
            fi
            shift
        done
        ;;
    plutil) for file in "${@:2}"; do grep -q '<plist' "$file"; done ;;
    zip) tar -cf "$2" "$3" ;;
    *) exit 1 ;;
esac
