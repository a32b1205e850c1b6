import StrategyLanguage

/// A moving average whose kind is an option of the function that uses it.
struct MovingAverage: SeriesMachine {
    /// TA-Lib's kinds by their number.
    enum Kind: Int {
        case simple, exponential, weighted, doubleExponential, tripleExponential, triangular
        case kaufman, mesa, tillson
    }

    private var machine: any SeriesMachine
    /// How many bars pass before the first result.
    let lookback: Int

    init(_ kind: Kind, period: Int) {
        guard period > 1 else {
            machine = Identity()
            lookback = 0
            return
        }
        switch kind {
        case .simple: machine = SimpleAverage(period: period)
        case .exponential: machine = ExponentialAverage(period: period)
        case .weighted: machine = WeightedAverage(period: period)
        case .doubleExponential: machine = DoubleExponentialAverage(period: period)
        case .tripleExponential: machine = TripleExponentialAverage(period: period)
        case .triangular: machine = TriangularAverage(period: period)
        case .kaufman: machine = KaufmanAverage(period: period)
        case .mesa: machine = MesaAverage(fastLimit: 0.5, slowLimit: 0.05)
        case .tillson: machine = TillsonAverage(period: period, volumeFactor: 0.7)
        }
        lookback =
            switch kind {
            case .simple, .exponential, .weighted, .triangular: period - 1
            case .doubleExponential: 2 * (period - 1)
            case .tripleExponential: 3 * (period - 1)
            case .kaufman: period
            case .mesa: 32
            case .tillson: 6 * (period - 1)
            }
    }

    var isReady: Bool { machine.isReady }

    mutating func next(_ x: Double) -> Double { machine.next(x) }

    mutating func visitState(_ archive: inout StateArchive) { machine.visitState(&archive) }
}

/// What TA-Lib makes of any moving average of one bar.
private struct Identity: SeriesMachine {
    private(set) var isReady = false

    mutating func next(_ x: Double) -> Double {
        isReady = true
        return x
    }

    mutating func visitState(_ archive: inout StateArchive) { archive.visit(&isReady) }
}

extension TALibOptions {
    /// The moving average of the period and the kind at two places of the options.
    func average(period: Int, kind: Int) -> MovingAverage {
        guard let kind = MovingAverage.Kind(rawValue: integer(kind)) else {
            preconditionFailure("Moving average kinds are 0 to 8.")
        }
        return MovingAverage(kind, period: integer(period))
    }
}

let movingAverageMakers: [TALibFunction: KernelMaker] = [
    .sma: { SimpleAverage(period: $0.integer(0)) },
    .ema: { ExponentialAverage(period: $0.integer(0)) },
    .wma: { WeightedAverage(period: $0.integer(0)) },
    .dema: { DoubleExponentialAverage(period: $0.integer(0)) },
    .tema: { TripleExponentialAverage(period: $0.integer(0)) },
    .trima: { TriangularAverage(period: $0.integer(0)) },
    .kama: { KaufmanAverage(period: $0.integer(0)) },
    .t3: { TillsonAverage(period: $0.integer(0), volumeFactor: $0[1]) },
    .mama: { MesaAverages(average: MesaAverage(fastLimit: $0[0], slowLimit: $0[1])) },
    .ma: { $0.average(period: 0, kind: 1) },
    .htTrendline: { _ in HilbertTrendline() },
]
