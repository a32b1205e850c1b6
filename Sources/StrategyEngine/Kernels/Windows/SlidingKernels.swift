import StrategyLanguage

/// A kernel that is a sliding window and nothing else.
protocol SlidingKernel: Kernel {
    associatedtype Accumulator: WindowAccumulator
    var window: SlidingWindow<Accumulator> { get set }
}

extension SlidingKernel {
    mutating func run(_ chunk: Chunk) { window.run(chunk) }
    mutating func visitState(_ archive: inout StateArchive) { window.visitState(&archive) }
}

/// pandas' `sum` over a window.
struct SumKernel: SlidingKernel {
    var window: SlidingWindow<SumAccumulator>

    init(_ window: Window) {
        self.window = SlidingWindow(SumAccumulator(minPeriods: window.minPeriods), window)
    }
}

/// pandas' `mean` over a window.
struct MeanKernel: SlidingKernel {
    var window: SlidingWindow<MeanAccumulator>

    init(_ window: Window) {
        self.window = SlidingWindow(MeanAccumulator(minPeriods: window.minPeriods), window)
    }
}

/// pandas' `count` over a window.
struct CountKernel: SlidingKernel {
    var window: SlidingWindow<CountAccumulator>

    init(_ window: Window) {
        self.window = SlidingWindow(CountAccumulator(minPeriods: window.minPeriods), window)
    }
}

/// pandas' `var` and `std` over a window.
struct VarianceKernel: SlidingKernel {
    var window: SlidingWindow<VarianceAccumulator>

    init(_ window: Window, ddof: Int, takesRoot: Bool) {
        let accumulator = VarianceAccumulator(
            minPeriods: window.minPeriods, ddof: ddof, takesRoot: takesRoot)
        self.window = SlidingWindow(accumulator, window)
    }
}

/// pandas' `skew` and `kurt` over a window.
struct MomentKernel: SlidingKernel {
    var window: SlidingWindow<MomentAccumulator>

    init(_ window: Window, isKurtosis: Bool) {
        let accumulator = MomentAccumulator(minPeriods: window.minPeriods, isKurtosis: isKurtosis)
        self.window = SlidingWindow(accumulator, window)
    }
}
