import StrategyLanguage

/// The first or last value of a window that is not missing (pandas' `roll_first`, `roll_last`);
/// inputs: the values and, for a window in time, the bar times.
struct EdgeKernel: Kernel {
    /// Which end of the window.
    enum Edge { case first, last }

    private let edge: Edge
    private let minPeriods: Int
    private let isExpanding: Bool
    private let hasTimes: Bool
    private var bounds: WindowBounds
    private var history = History()
    private var presentCount = 0
    /// The bar of the value at the edge, unless it is before the window.
    private var position = -1
    /// That value.
    private var value = Double.nan
    private var bar = 0

    init(_ edge: Edge, _ window: Window) {
        self.edge = edge
        minPeriods = window.minPeriods
        isExpanding = window.span == .expanding
        hasTimes = window.isInTime
        bounds = WindowBounds(window)
    }

    mutating func run(_ chunk: Chunk) {
        for index in 0..<chunk.count {
            let x = finiteOrMissing(chunk.inputs[0][index])
            if isExpanding {
                enter(x, at: bar)
            } else {
                slide(x, time: hasTimes ? chunk.inputs[1][index] : 0)
            }
            let isPresent = presentCount >= minPeriods && position >= bounds.start
            chunk.outputs[0][index] = isPresent ? value : .nan
            bar += 1
        }
    }

    private mutating func slide(_ x: Double, time: Double) {
        let (start, end) = (bounds.start, bounds.end)
        history.reserve(from: start, storing: bar, to: bar + 1)
        history[bar] = x
        bounds.advance(to: time)
        for held in start..<min(bounds.start, end) where history[held] == history[held] {
            presentCount -= 1
        }
        if edge == .first, position < bounds.start {
            findFirst(before: end)
        }
        for held in max(end, bounds.start)..<max(bounds.end, bounds.start) {
            enter(history[held], at: held)
        }
    }

    /// Moves to the first present value of the window; over time it passes each bar once.
    private mutating func findFirst(before end: Int) {
        var held = bounds.start
        while held < end, history[held] != history[held] { held += 1 }
        position = held < end ? held : -1
        if held < end { value = history[held] }
    }

    @inline(__always)
    private mutating func enter(_ x: Double, at number: Int) {
        guard x == x else { return }
        presentCount += 1
        if edge == .last || position < bounds.start {
            position = number
            value = x
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        bounds.visitState(&archive)
        history.visitState(&archive)
        archive.visit(&presentCount)
        archive.visit(&position)
        archive.visit(&value)
        archive.visit(&bar)
    }
}
