import StrategyLanguage

/// Which bars pandas' window holds at each bar, found one bar at a time.
///
/// The window at the newest bar is `start..<end`; both only grow. Source: pandas'
/// `FixedWindowIndexer`, `calculate_variable_window_bounds` and `ExpandingIndexer`.
struct WindowBounds {
    private let span: Window.Span
    private let includesLeft: Bool
    private let includesRight: Bool
    private var times = History()
    /// The bar that the next advance is about.
    private(set) var bar = 0
    private(set) var start = 0
    private(set) var end = 0

    init(_ window: Window) {
        if case .bars(let count) = window.span {
            precondition(count >= 1, "a window holds at least one bar")
        }
        span = window.span
        includesLeft = window.closed == .left || window.closed == .both
        includesRight = window.closed == .right || window.closed == .both
    }

    /// Moves the window to the next bar.
    ///
    /// - Parameter time: The bar's time in microseconds; only a window in time reads it.
    @inline(__always)
    mutating func advance(to time: Double) {
        switch span {
        case .bars(let count):
            end = includesRight ? bar + 1 : bar
            start = max(start, bar + 1 - count - (includesLeft ? 1 : 0))
        case .expanding:
            end = bar + 1
        case .microseconds(let width):
            advance(to: time, width: Double(width))
        }
        bar += 1
    }

    private mutating func advance(to time: Double, width: Double) {
        times.reserve(from: start, storing: bar, to: bar + 1)
        times[bar] = time
        guard bar > 0 else {
            end = includesRight ? 1 : 0
            return
        }
        let bound = time - width - (includesLeft ? 1 : 0)
        while start < bar, times[start] <= bound { start += 1 }
        if includesRight {
            end = bar + 1
        } else if times[end] != time {
            end = bar
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        times.visitState(&archive)
        archive.visit(&bar)
        archive.visit(&start)
        archive.visit(&end)
    }
}
