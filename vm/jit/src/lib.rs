//! The seam for compiled code. The runtime runs without it; what a compiler must offer is the trait in
//! `pvm_runtime::tier`.
#![forbid(unsafe_code)]
