/// One thing that is measured.
struct Benchmark: Sendable {
    /// A short name in lower case with hyphens; the peer's figures carry the same names.
    var name: String
    /// What the figure protects, and the bound that a sketch of bytes and operations gives.
    var purpose: String
    /// How many items one call handles.
    var items: Int
    /// What an item is, in the singular.
    var item: String
    /// Prepares the input, untimed, and returns the work.
    var prepare: @Sendable () throws -> () throws -> Void
}

/// Keeps a value that nothing else reads, so that the work behind it is not optimised away.
@inline(never) @_optimize(none)
func blackHole<Value>(_ value: Value) {}

/// Every benchmark, in the order in which they run.
let benchmarks: [Benchmark] =
    crossoverBenchmarks + sweepBenchmarks + liveBenchmarks + dataBenchmarks + kernelBenchmarks
    + jsonBenchmarks
