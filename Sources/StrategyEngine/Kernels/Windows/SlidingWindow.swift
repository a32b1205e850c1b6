import StrategyLanguage

/// A statistic over a window that slides or grows, for accumulators that add and remove.
///
/// Inputs: the values and, for a window in time, the bar times. Each bar costs one addition and one
/// removal, and the state is one value for each bar of the window. A growing window keeps nothing
/// but the accumulator: computing afresh, as pandas does when it suspects rounding errors, would
/// repeat the same additions.
///
/// It is the whole of a kernel but not a kernel itself, since calls through `any Kernel` reach
/// generic types unspecialised, which makes them several times slower.
struct SlidingWindow<Accumulator: WindowAccumulator> {
    private var accumulator: Accumulator
    private var bounds: WindowBounds
    private var history = History()
    /// The length of a window of the newest bars, for which the loop is simpler.
    private let slidingBars: Int?
    private let isExpanding: Bool
    private let hasTimes: Bool
    private var bar = 0

    init(_ accumulator: Accumulator, _ window: Window) {
        self.accumulator = accumulator
        bounds = WindowBounds(window)
        // A window of one bar is begun afresh at every bar.
        slidingBars = window.slidingBars == 1 ? nil : window.slidingBars
        isExpanding = window.span == .expanding
        hasTimes = window.isInTime
    }

    mutating func run(_ chunk: Chunk) {
        if let slidingBars {
            slide(chunk, bars: slidingBars)
        } else if isExpanding {
            expand(chunk)
        } else {
            for index in 0..<chunk.count {
                step(chunk, index)
            }
        }
    }

    private mutating func expand(_ chunk: Chunk) {
        var accumulator = accumulator
        chunk.map { x in
            accumulator.add(Accumulator.prepare(x))
            return accumulator.result
        }
        self.accumulator = accumulator
    }

    private mutating func slide(_ chunk: Chunk, bars: Int) {
        let oldest = max(0, bar - bars)
        history.reserve(from: oldest, storing: bar, to: min(oldest + bars + 1, bar + chunk.count))
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        let mask = history.mask
        var accumulator = accumulator
        var bar = bar
        history.withSlots { slots in
            for index in 0..<chunk.count {
                let value = Accumulator.prepare(x[index])
                if bar >= bars { accumulator.remove(slots[(bar &- bars) & mask]) }
                slots[bar & mask] = value
                accumulator.add(value)
                if accumulator.isUnstable {
                    accumulator.clear()
                    for held in max(0, bar &- bars &+ 1)...bar {
                        accumulator.add(slots[held & mask])
                    }
                    accumulator.settle()
                }
                out[index] = accumulator.result
                bar &+= 1
            }
        }
        self.accumulator = accumulator
        self.bar = bar
    }

    private mutating func step(_ chunk: Chunk, _ index: Int) {
        let (start, end) = (bounds.start, bounds.end)
        history.reserve(from: start, storing: bar, to: bar + 1)
        history[bar] = Accumulator.prepare(chunk.inputs[0][index])
        bounds.advance(to: hasTimes ? chunk.inputs[1][index] : 0)
        let isFresh = bar == 0 || bounds.start >= end
        if !isFresh {
            for held in start..<bounds.start { accumulator.remove(history[held]) }
            for held in end..<bounds.end { accumulator.add(history[held]) }
        }
        if isFresh || accumulator.isUnstable {
            accumulator.clear()
            for held in bounds.start..<bounds.end { accumulator.add(history[held]) }
            accumulator.settle()
        }
        chunk.outputs[0][index] = accumulator.result
        bar += 1
    }

    mutating func visitState(_ archive: inout StateArchive) {
        accumulator.visitState(&archive)
        bounds.visitState(&archive)
        history.visitState(&archive)
        archive.visit(&bar)
    }
}

extension Window {
    /// The length of a window that is the newest bars, the newest among them.
    var slidingBars: Int? {
        if case .bars(let count) = span, closed == .right { count } else { nil }
    }

    /// Whether the window is a span of time, so that its kernel reads the bar times.
    var isInTime: Bool {
        if case .microseconds = span { true } else { false }
    }
}
