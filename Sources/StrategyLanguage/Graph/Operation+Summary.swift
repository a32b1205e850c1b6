import AlmanacCore

extension Operation {
    /// The operation in a few words, as `explain` shows it.
    public var summary: String {
        switch self {
        case .column(let slot, let name): "\(slot).\(name)"
        case .barTime: "bar time"
        case .constant(let number):
            number.value.isNaN ? "missing" : JSON.text(of: number.value)
        case .unary(let function): function.rawValue
        case .binary(let function): function.rawValue
        case .select: "select"
        case .round(let decimals): "round[\(decimals)]"
        case .shift(let bars, let fill):
            fill.value.isNaN ? "shift[\(bars)]" : "shift[\(bars), fill \(fill.value)]"
        case .latch(let bar): "value of bar \(bar)"
        case .cumulative(let function): "cumulative \(function.rawValue)"
        case .forwardFill(let limit): limit.map { "ffill[\($0)]" } ?? "ffill"
        case .window(let function, let window): "\(window.summary) \(function.summary)"
        case .exponential(let function, let weights):
            "ewm[alpha \(weights.alpha.value)] \(function.summary)"
        case .calendar(let field): field.rawValue
        case .session(let function): "session \(function.rawValue)"
        case .barsSince: "bars since"
        case .talib(let function, let options):
            function.rawValue
                + "[" + options.map { JSON.text(of: $0.value) }.joined(separator: ", ") + "]"
        case .vectorbt(let function): "vectorbt \(function.summary)"
        case .scan(let program): "scan of \(program.instructions.count) steps"
        }
    }
}

extension Window {
    fileprivate var summary: String {
        switch span {
        case .bars(let count): "rolling[\(count)]"
        case .microseconds(let length): "rolling[\(length / 1_000_000) s]"
        case .expanding: "expanding"
        }
    }
}

extension WindowFunction {
    fileprivate var summary: String {
        switch self {
        case .mean: "mean"
        case .sum: "sum"
        case .min: "min"
        case .max: "max"
        case .count: "count"
        case .first: "first"
        case .last: "last"
        case .standardDeviation(let ddof): "std[ddof \(ddof)]"
        case .variance(let ddof): "var[ddof \(ddof)]"
        case .median: "median"
        case .quantile(let share, _): "quantile[\(share.value)]"
        case .skew: "skew"
        case .kurtosis: "kurt"
        case .rank: "rank"
        case .correlation: "corr"
        case .covariance: "cov"
        }
    }
}

extension ExponentialFunction {
    fileprivate var summary: String {
        switch self {
        case .mean: "mean"
        case .standardDeviation: "std"
        case .variance: "var"
        case .correlation: "corr"
        case .covariance: "cov"
        }
    }
}

extension VectorbtFunction {
    fileprivate var summary: String {
        switch self {
        case .rollingMean(let window): "rolling mean[\(window)]"
        case .rollingStandardDeviation(let window, _): "rolling std[\(window)]"
        case .exponentialMean(let span, _, _): "ewm mean[\(span)]"
        case .exponentialStandardDeviation(let span, _, _, _): "ewm std[\(span)]"
        case .rollingMinimum(let window): "rolling min[\(window)]"
        case .rollingMaximum(let window): "rolling max[\(window)]"
        case .crossedAbove: "crossed above"
        }
    }
}
