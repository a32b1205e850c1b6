import StrategyLanguage

/// The median, a quantile or the newest value's rank in a window (pandas' `roll_median_c`,
/// `roll_quantile`, `roll_rank`); inputs: the values and, for a window in time, the bar times.
///
/// A bar costs O(log window). Infinities count as missing.
struct OrderKernel: Kernel {
    /// Which statistic.
    enum Statistic {
        case median
        case quantile(Double, QuantileInterpolation)
        case rank(percent: Bool, RankMethod, ascending: Bool)
    }

    private let statistic: Statistic
    private let minPeriods: Int
    /// The length of a window of the newest bars, which moves by one value at a time.
    private let slidingBars: Int?
    private let isExpanding: Bool
    private let hasTimes: Bool
    /// -1 where ranks descend: pandas ranks the negated values then.
    private let sign: Double
    private var bounds: WindowBounds
    private var history = History()
    private var values = OrderedValues()
    /// The newest value of the window; NaN if it is missing.
    private var newest = 0.0
    /// The rank at the last bar at which the window gained a bar.
    private var rank = 0.0
    private var bar = 0

    init(_ statistic: Statistic, _ window: Window) {
        self.statistic = statistic
        // pandas gives nothing where every window is empty, not even the rank 0 of an empty one.
        let isAlwaysEmpty = window.span == .bars(1) && window.closed == .neither
        minPeriods = isAlwaysEmpty ? .max : window.minPeriods
        isExpanding = window.span == .expanding
        hasTimes = window.isInTime
        bounds = WindowBounds(window)
        slidingBars = window.slidingBars
        if case .rank(_, _, ascending: false) = statistic { sign = -1 } else { sign = 1 }
    }

    mutating func run(_ chunk: Chunk) {
        let out = chunk.outputs[0]
        if let slidingBars {
            let oldest = max(0, bar - slidingBars)
            history.reserve(
                from: oldest, storing: bar,
                to: min(oldest + slidingBars + 1, bar + chunk.count))
        }
        for index in 0..<chunk.count {
            let x = sign * finiteOrMissing(chunk.inputs[0][index])
            var isGrown = true
            if let slidingBars {
                replaceOldest(of: slidingBars, with: x)
            } else if isExpanding {
                newest = x
                if x == x { values.insert(x) }
            } else {
                isGrown = slide(x, time: hasTimes ? chunk.inputs[1][index] : 0)
            }
            if case .rank(_, let method, _) = statistic, isGrown { rank = rankOfNewest(method) }
            out[index] = values.count >= minPeriods ? result() : .nan
            bar += 1
        }
    }

    private mutating func replaceOldest(of bars: Int, with x: Double) {
        let leaving = bar >= bars ? history[bar - bars] : .nan
        history[bar] = x
        newest = x
        if leaving != leaving {
            if x == x { values.insert(x) }
        } else if x == x {
            values.replace(leaving, with: x)
        } else {
            values.remove(leaving)
        }
    }

    /// Moves the window by a bar; false if no bar entered it.
    private mutating func slide(_ x: Double, time: Double) -> Bool {
        let (start, end) = (bounds.start, bounds.end)
        history.reserve(from: start, storing: bar, to: bar + 1)
        history[bar] = x
        bounds.advance(to: time)
        for held in start..<min(bounds.start, end) where history[held] == history[held] {
            values.remove(history[held])
        }
        let entering = max(end, bounds.start)..<max(bounds.end, bounds.start)
        for held in entering {
            newest = history[held]
            if newest == newest { values.insert(newest) }
        }
        return !entering.isEmpty
    }

    private func result() -> Double {
        switch statistic {
        case .median: median()
        case .quantile(let q, let interpolation): quantile(q, interpolation)
        case .rank(let percent, _, _): percent ? rank / Double(values.count) : rank
        }
    }

    private func median() -> Double {
        let count = values.count
        guard count > 0 else { return .nan }
        if count % 2 == 1 { return values[count / 2] }
        return (values[count / 2 - 1] + values[count / 2]) / 2
    }

    private func quantile(_ q: Double, _ interpolation: QuantileInterpolation) -> Double {
        guard values.count > 0 else { return .nan }
        if values.count == 1 { return values[0] }
        let place = q * Double(values.count - 1)
        let index = Int(place)
        let fraction = place - Double(index)
        if fraction == 0 { return values[index] }
        switch interpolation {
        case .linear:
            let low = values[index]
            return low + (values[index + 1] - low) * fraction
        case .lower: return values[index]
        case .higher: return values[index + 1]
        case .midpoint: return (values[index] + values[index + 1]) / 2
        case .nearest:
            let isLower = fraction == 0.5 ? index % 2 == 0 : fraction < 0.5
            return values[isLower ? index : index + 1]
        }
    }

    private func rankOfNewest(_ method: RankMethod) -> Double {
        guard newest == newest else { return .nan }
        switch method {
        case .min: return Double(values.countLess(than: newest) + 1)
        case .max: return Double(values.countNotGreater(than: newest))
        case .average:
            // The mean of the whole numbers from one rank to the other, as pandas writes it.
            let least = Double(values.countLess(than: newest) + 1)
            let greatest = Double(values.countNotGreater(than: newest))
            let sum = greatest * (greatest + 1) / 2 - (least - 1) * least / 2
            return sum / (greatest - least + 1)
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        bounds.visitState(&archive)
        history.visitState(&archive)
        values.visitState(&archive)
        archive.visit(&newest)
        archive.visit(&rank)
        archive.visit(&bar)
    }
}
