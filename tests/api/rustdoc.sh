#!/bin/sh
# rustdoc with its unstable options, for `cargo rustdoc` by way of RUSTDOC. Told to cargo itself, this would change how
# dependencies are built: what other commands have built would be of no use.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@"
