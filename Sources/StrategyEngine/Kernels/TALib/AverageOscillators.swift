import StrategyLanguage

/// MACD of exponential averages: the line, its signal and their difference.
struct AverageConvergence: Sendable {
    private var fast: ExponentialAverage
    private var slow: ExponentialAverage
    private var signal: ExponentialAverage
    /// TA-Lib seeds the fast average from the last bars of the slow one's seed.
    private var fastDelay: Countdown

    init(fast: Int, slow: Int, signal: Int) {
        let (short, long) = (min(fast, slow), max(fast, slow))
        self.fast = ExponentialAverage(period: short)
        self.slow = ExponentialAverage(period: long)
        self.signal = ExponentialAverage(period: signal)
        fastDelay = Countdown(long - short)
    }

    mutating func next(_ x: Double) -> (line: Double, signal: Double)? {
        let long = slow.next(x)
        if fastDelay.consumes() { return nil }
        let line = fast.next(x) - long
        guard slow.isReady else { return nil }
        let smoothed = signal.next(line)
        return signal.isReady ? (line, smoothed) : nil
    }

    mutating func visitState(_ archive: inout StateArchive) {
        fast.visitState(&archive)
        slow.visitState(&archive)
        signal.visitState(&archive)
        fastDelay.visitState(&archive)
    }
}

/// MACD of any moving averages.
struct ExtendedConvergence: Sendable {
    private var fast: MovingAverage
    private var slow: MovingAverage
    private var signal: MovingAverage
    /// TA-Lib starts both averages so that their first values meet.
    private var fastDelay: Countdown
    private var slowDelay: Countdown

    init(_ options: TALibOptions) {
        fast = options.average(period: 0, kind: 1)
        slow = options.average(period: 2, kind: 3)
        if options.integer(2) < options.integer(0) { swap(&fast, &slow) }
        signal = options.average(period: 4, kind: 5)
        let longest = max(fast.lookback, slow.lookback)
        fastDelay = Countdown(longest - fast.lookback)
        slowDelay = Countdown(longest - slow.lookback)
    }

    mutating func next(_ x: Double) -> (line: Double, signal: Double)? {
        let short = fastDelay.consumes() ? .nan : fast.next(x)
        let long = slowDelay.consumes() ? .nan : slow.next(x)
        guard fast.isReady && slow.isReady else { return nil }
        let line = short - long
        let smoothed = signal.next(line)
        return signal.isReady ? (line, smoothed) : nil
    }

    mutating func visitState(_ archive: inout StateArchive) {
        fast.visitState(&archive)
        slow.visitState(&archive)
        signal.visitState(&archive)
        fastDelay.visitState(&archive)
        slowDelay.visitState(&archive)
    }
}

/// Writes a convergence's line, signal and histogram.
private func write(_ result: (line: Double, signal: Double)?, _ chunk: Chunk, at bar: Int) {
    let (line, signal) = result ?? (.nan, .nan)
    chunk.outputs[0][bar] = line
    chunk.outputs[1][bar] = signal
    chunk.outputs[2][bar] = line - signal
}

/// MACD.
struct ConvergenceKernel: Kernel {
    var convergence: AverageConvergence

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        for bar in 0..<chunk.count { write(convergence.next(x[bar]), chunk, at: bar) }
    }

    mutating func visitState(_ archive: inout StateArchive) { convergence.visitState(&archive) }
}

/// MACDEXT.
struct ExtendedConvergenceKernel: Kernel {
    var convergence: ExtendedConvergence

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        for bar in 0..<chunk.count { write(convergence.next(x[bar]), chunk, at: bar) }
    }

    mutating func visitState(_ archive: inout StateArchive) { convergence.visitState(&archive) }
}

/// APO and PPO: the fast average less the slow one, or that in percent of the slow one.
struct AverageDifference: Kernel1 {
    private var fast: MovingAverage
    private var slow: MovingAverage
    private let isPercent: Bool

    init(_ options: TALibOptions, isPercent: Bool) {
        fast = options.average(period: 0, kind: 2)
        slow = options.average(period: 1, kind: 2)
        if options.integer(1) < options.integer(0) { swap(&fast, &slow) }
        self.isPercent = isPercent
    }

    mutating func next(_ x: Double) -> Double {
        let short = fast.next(x)
        let long = slow.next(x)
        guard fast.isReady && slow.isReady else { return .nan }
        guard isPercent else { return short - long }
        let isFlat = long > -zeroWidth && long < zeroWidth
        return isFlat ? 0 : (short - long) / long * 100
    }

    mutating func visitState(_ archive: inout StateArchive) {
        fast.visitState(&archive)
        slow.visitState(&archive)
    }
}

/// MACDEXT of exponential averages only is MACD in TA-Lib too.
private func makeExtendedConvergence(_ options: TALibOptions) -> any Kernel {
    let exponential = Double(MovingAverage.Kind.exponential.rawValue)
    let isExponential = [1, 3, 5].allSatisfy { options[$0] == exponential }
    guard isExponential && options[4] >= 2 else {
        return ExtendedConvergenceKernel(convergence: ExtendedConvergence(options))
    }
    return ConvergenceKernel(
        convergence: AverageConvergence(
            fast: options.integer(0), slow: options.integer(2), signal: options.integer(4)))
}

let averageOscillatorMakers: [TALibFunction: KernelMaker] = [
    .macd: {
        ConvergenceKernel(
            convergence: AverageConvergence(
                fast: $0.integer(0), slow: $0.integer(1), signal: $0.integer(2)))
    },
    .macdext: { makeExtendedConvergence($0) },
    .apo: { AverageDifference($0, isPercent: false) },
    .ppo: { AverageDifference($0, isPercent: true) },
    .trix: { TripleAverageChange(period: $0.integer(0)) },
]
