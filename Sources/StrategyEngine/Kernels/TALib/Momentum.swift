import StrategyLanguage

/// RSI: gains in percent of gains and losses, both smoothed by Wilder's method.
struct RelativeStrength: SeriesMachine {
    private let kept: Double
    private let reciprocal: Double
    private var gain = 0.0
    private var loss = 0.0
    private var previous = 0.0
    private var hasPrevious = false
    private var seeds: Countdown

    init(period: Int) {
        kept = Double(period - 1)
        reciprocal = 1 / Double(period)
        seeds = Countdown(period)
    }

    var isReady: Bool { seeds.isOver }

    mutating func next(_ x: Double) -> Double {
        let change = x - previous
        previous = x
        guard hasPrevious else {
            hasPrevious = true
            return .nan
        }
        let rise = change > 0 ? change : 0
        let fall = rise - change
        if seeds.consumes() {
            gain += rise
            loss += fall
            guard isReady else { return .nan }
        } else {
            gain = gain * kept + rise
            loss = loss * kept + fall
        }
        gain *= reciprocal
        loss *= reciprocal
        let total = gain + loss
        return total > 0 ? 100 * (gain / total) : 0
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&gain)
        archive.visit(&loss)
        archive.visit(&previous)
        archive.visit(&hasPrevious)
        seeds.visitState(&archive)
    }
}

/// CMO: gains less losses in percent of both, smoothed by Wilder's method.
///
/// TA-Lib divides by the period here and multiplies by its reciprocal in RSI.
struct ChandeMomentum: Kernel1 {
    private let period: Double
    private var gain = 0.0
    private var loss = 0.0
    private var previous = 0.0
    private var hasPrevious = false
    private var seeds: Countdown

    init(period: Int) {
        self.period = Double(period)
        seeds = Countdown(period)
    }

    mutating func next(_ x: Double) -> Double {
        let change = x - previous
        previous = x
        guard hasPrevious else {
            hasPrevious = true
            return .nan
        }
        let isSeed = seeds.consumes()
        if !isSeed {
            gain *= period - 1
            loss *= period - 1
        }
        if change < 0 {
            loss -= change
        } else {
            gain += change
        }
        guard seeds.isOver else { return .nan }
        gain /= period
        loss /= period
        let total = gain + loss
        return total > 0 ? 100 * ((gain - loss) / total) : 0
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&gain)
        archive.visit(&loss)
        archive.visit(&previous)
        archive.visit(&hasPrevious)
        seeds.visitState(&archive)
    }
}

/// MOM, ROC, ROCP, ROCR: the newest value against the one `period` bars before.
struct Change: Kernel1 {
    enum Measure { case difference, percent, fraction, ratio }

    private let measure: Measure
    private var window: Ring
    private var warmUp: Countdown

    init(_ measure: Measure, period: Int) {
        self.measure = measure
        window = Ring(count: period)
        warmUp = Countdown(period)
    }

    mutating func next(_ x: Double) -> Double {
        let old = window.oldest
        window.push(x)
        if warmUp.consumes() { return .nan }
        if measure == .difference { return x - old }
        guard old != 0 else { return 0 }
        switch measure {
        case .percent: return (x / old - 1) * 100
        case .fraction: return (x - old) / old
        case .ratio, .difference: return x / old
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        window.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

let momentumMakers: [TALibFunction: KernelMaker] = [
    .rsi: { RelativeStrength(period: $0.integer(0)) },
    .cmo: { ChandeMomentum(period: $0.integer(0)) },
    .mom: { Change(.difference, period: $0.integer(0)) },
    .roc: { Change(.percent, period: $0.integer(0)) },
    .rocp: { Change(.fraction, period: $0.integer(0)) },
    .rocr: { Change(.ratio, period: $0.integer(0)) },
]
