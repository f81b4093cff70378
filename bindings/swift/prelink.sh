#!/usr/bin/env bash
# Makes of a Rust static library one that can live beside others in one app: prelink.sh LIBRARY OUTPUT [ARCHITECTURE]
#
# A Rust library exports, besides its own functions, some of Rust's runtime under names that are the same in all of them
# (rust_eh_personality), so that two made by different compilers do not link. Here everything is joined into one object, in which only the
# functions of the generated code stay visible. The architecture is for Apple's linker alone.
set -euo pipefail

library=$1
output=$2
work=$output.prelink
rm -rf "$work"
mkdir -p "$work"
rm -f "$output"
case $(uname -s) in
    Darwin)
        printf '%s\n' '_uniffi_tvpass_*' '_ffi_tvpass_*' >"$work/exported"
        xcrun ld -r -arch "$3" -all_load "$library" -exported_symbols_list "$work/exported" -o "$work/tvpass.o"
        xcrun libtool -static -o "$output" "$work/tvpass.o"
        ;;
    *)
        ld -r --whole-archive "$library" -o "$work/tvpass.o"
        # Rust's own library carries LLVM's bitcode, at which ar stumbles if its LLVM is older.
        objcopy --wildcard --keep-global-symbol 'uniffi_tvpass_*' --keep-global-symbol 'ffi_tvpass_*' \
            --remove-section .llvmbc --remove-section .llvmcmd "$work/tvpass.o"
        ar crs "$output" "$work/tvpass.o"
        ;;
esac
rm -rf "$work"

# What is defined and visible; Apple's nm puts an underscore before each name.
visible=$(nm -g "$output" 2>/dev/null | awk 'NF == 3 { sub(/^_/, "", $3); print $3 }')
if ! grep -qx ffi_tvpass_uniffi_contract_version <<<"$visible"; then
    echo "prelink.sh: $output exports nothing for Swift" >&2
    exit 1
fi
if others=$(grep -Ev '^(uniffi|ffi)_tvpass_' <<<"$visible"); then
    echo "prelink.sh: $output exports more than its own functions: $(head -n 3 <<<"$others" | tr '\n' ' ')" >&2
    exit 1
fi
