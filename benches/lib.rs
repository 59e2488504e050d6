//! Nothing: the benchmarks of this package are in `tokens.rs`.
