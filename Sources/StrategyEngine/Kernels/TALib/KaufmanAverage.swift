/// KAMA: an average that follows faster the straighter the series moves.
struct KaufmanAverage: SeriesMachine {
    private static let slowest = 2.0 / (30 + 1)
    private static let spread = 2.0 / (2 + 1) - slowest

    private let period: Int
    private var window: Ring
    private var path = 0.0
    private var value = 0.0
    private var previous = 0.0
    private var trailing = 0.0
    private var seen = 0
    /// How many of the newest bars repeat the value before them.
    private var flatRun = 0

    init(period: Int) {
        self.period = period
        window = Ring(count: period + 1)
    }

    private(set) var isReady = false

    mutating func next(_ x: Double) -> Double {
        if period == 1 {
            isReady = true
            return x
        }
        window.push(x)
        defer { previous = x }
        if seen <= period {
            seen += 1
            if seen > 1 { addStep(x - previous) }
            guard seen > period else { return .nan }
            value = previous
            isReady = true
        } else {
            path -= abs(trailing - window.oldest)
            addStep(x - previous)
        }
        trailing = window.oldest
        return blend(x)
    }

    private mutating func addStep(_ step: Double) {
        path += abs(step)
        flatRun = step == 0 ? flatRun + 1 : 0
        if flatRun >= period {
            flatRun = period
            path = 0
        }
    }

    private mutating func blend(_ x: Double) -> Double {
        let move = x - window.oldest
        let ratio = path <= 0 || path <= move ? 1 : abs(move / path)
        let efficiency = ratio > 1 ? 1 : ratio
        let rate = fused(efficiency, Self.spread, Self.slowest)
        value = fused(x - value, rate * rate, value)
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        window.visitState(&archive)
        archive.visit(&path)
        archive.visit(&value)
        archive.visit(&previous)
        archive.visit(&trailing)
        archive.visit(&seen)
        archive.visit(&flatRun)
        archive.visit(&isReady)
    }
}
