import StrategyLanguage

/// Which extremum is sought.
enum Extremum { case minimum, maximum }

/// The minimum or maximum of a window (pandas' `roll_min`, `roll_max`); inputs: the values and, for
/// a window in time, the bar times.
///
/// A bar costs constant time on average. Infinities count as missing. Of equal values the newest
/// counts, which shows in the sign of zero. vectorbt's variant keeps infinities and takes the
/// oldest of equal values unless the newest bar has it.
struct ExtremumKernel: Kernel {
    private let sign: Double
    private let minPeriods: Int
    private let slidingBars: Int?
    private let hasTimes: Bool
    private let isVectorbt: Bool
    private var bounds: WindowBounds
    private var history = History()
    private var candidates = CandidateQueue()
    private var presentCount = 0
    private var bar = 0

    init(_ kind: Extremum, _ window: Window, isVectorbt: Bool = false) {
        // A minimum is the negated maximum of the negated values; both are exact.
        sign = kind == .minimum ? -1 : 1
        self.isVectorbt = isVectorbt
        minPeriods = max(window.minPeriods, 1)
        bounds = WindowBounds(window)
        hasTimes = window.isInTime
        slidingBars = window.slidingBars
    }

    mutating func run(_ chunk: Chunk) {
        switch (slidingBars, isVectorbt) {
        case (let bars?, false): slide(chunk, bars: bars, isVectorbt: false)
        case (let bars?, true): slide(chunk, bars: bars, isVectorbt: true)
        case (nil, _): for index in 0..<chunk.count { step(chunk, index) }
        }
    }

    @inline(__always)
    private mutating func slide(_ chunk: Chunk, bars: Int, isVectorbt: Bool) {
        let oldest = max(0, bar - bars)
        let room = min(bars + 1, bar + chunk.count - oldest)
        history.reserve(from: oldest, storing: bar, to: oldest + room)
        candidates.reserve(room)
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        let (slotMask, sign, minPeriods) = (history.mask, sign, minPeriods)
        var (bar, present, head, tail) = (bar, presentCount, candidates.head, candidates.tail)
        history.withSlots { slots in
            candidates.withRings { values, numbers, mask in
                for index in 0..<chunk.count {
                    let value = sign * (isVectorbt ? x[index] : finiteOrMissing(x[index]))
                    let left = bar &- bars
                    if left >= 0 {
                        let leaving = slots[left & slotMask]
                        present &-= leaving == leaving ? 1 : 0
                        if head < tail, numbers[head & mask] <= left { head &+= 1 }
                    }
                    slots[bar & slotMask] = value
                    if value == value {
                        present &+= 1
                        while head < tail {
                            let last = values[(tail &- 1) & mask]
                            guard isVectorbt ? value > last : value >= last else { break }
                            tail &-= 1
                        }
                        values[tail & mask] = value
                        numbers[tail & mask] = bar
                        tail &+= 1
                    }
                    let best = values[head & mask]
                    let isNewest = isVectorbt && value == best
                    out[index] = present >= minPeriods ? sign * (isNewest ? value : best) : .nan
                    bar &+= 1
                }
            }
        }
        self.bar = bar
        presentCount = present
        candidates.head = head
        candidates.tail = tail
    }

    private mutating func step(_ chunk: Chunk, _ index: Int) {
        let (start, end) = (bounds.start, bounds.end)
        history.reserve(from: start, storing: bar, to: bar + 1)
        candidates.reserve(bar + 1 - start)
        history[bar] = sign * finiteOrMissing(chunk.inputs[0][index])
        bounds.advance(to: hasTimes ? chunk.inputs[1][index] : 0)
        // A bar may leave without ever having been in the window.
        for held in start..<min(bounds.start, end) where history[held] == history[held] {
            presentCount -= 1
        }
        candidates.drop(before: bounds.start)
        for held in max(end, bounds.start)..<max(bounds.end, bounds.start) {
            let value = history[held]
            guard value == value else { continue }
            presentCount += 1
            candidates.push(value, bar: held)
        }
        let isPresent = presentCount >= minPeriods
        chunk.outputs[0][index] = isPresent ? sign * candidates.best : .nan
        bar += 1
    }

    mutating func visitState(_ archive: inout StateArchive) {
        bounds.visitState(&archive)
        history.visitState(&archive)
        candidates.visitState(&archive)
        archive.visit(&presentCount)
        archive.visit(&bar)
    }
}

/// The minimum or maximum of all bars so far; input: the values.
struct ExpandingExtremumKernel: Kernel1 {
    private let kind: Extremum
    private let minPeriods: Int
    private var best = Double.nan
    private var presentCount = 0

    init(_ kind: Extremum, minPeriods: Int) {
        self.kind = kind
        self.minPeriods = max(minPeriods, 1)
    }

    mutating func next(_ x: Double) -> Double {
        if x.magnitude < .infinity {
            presentCount += 1
            // False for the first value too, since nothing compares with NaN.
            let isBeaten = kind == .minimum ? x > best : x < best
            if !isBeaten { best = x }
        }
        return presentCount >= minPeriods ? best : .nan
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&best)
        archive.visit(&presentCount)
    }
}
