/// A statistic of the values in a window that is kept up to date as values enter and leave.
///
/// The order of the operations, and so the rounding, is that of pandas' `aggregations.pyx`.
protocol WindowAccumulator: Sendable {
    /// What pandas passes on of a raw value: by default infinities count as missing.
    static func prepare(_ x: Double) -> Double
    /// Forgets all values.
    mutating func clear()
    /// Takes a value into the window.
    mutating func add(_ x: Double)
    /// Takes the oldest value out of the window.
    mutating func remove(_ x: Double)
    /// Whether rounding has spoiled the statistic, so that it has to be computed afresh.
    var isUnstable: Bool { get }
    /// Accepts the statistic as it is.
    mutating func settle()
    /// The statistic; NaN where the window holds too few values.
    var result: Double { get }
    /// Visits what changes from bar to bar.
    mutating func visitState(_ archive: inout StateArchive)
}

extension WindowAccumulator {
    @inline(__always)
    static func prepare(_ x: Double) -> Double { x.magnitude == .infinity ? .nan : x }
    @inline(__always)
    var isUnstable: Bool { false }
    @inline(__always)
    mutating func settle() {}
}

/// The ratio below which pandas takes a sum of squares for mere rounding error: 1000 times the
/// spacing of doubles at 1.
let cancellationTolerance = Double.ulpOfOne * 1e3

/// The absolute value above which pandas does not shift values by the window's first value.
let greatestOrigin = Double.greatestFiniteMagnitude.squareRoot()
