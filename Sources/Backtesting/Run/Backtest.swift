package import AlmanacCore
package import StrategyEngine
public import StrategyLanguage
public import TimeSeries

/// A strategy, its parameters, its data and how to fill its orders: everything that a run needs.
public struct Backtest: Sendable {
    /// The strategy.
    public var definition: StrategyDefinition
    /// A value for each of its parameters.
    public var parameters: BoundParameters
    /// The data of each slot.
    public var data: [SlotData]
    /// The first day or moment, included; `nil` starts with the data.
    public var from: AlignmentRequest.Edge?
    /// The last day or moment, included; `nil` ends with the data.
    public var to: AlignmentRequest.Edge?
    /// How much of the data before `from` warms windows up.
    public var warmup: AlignmentRequest.Warmup = .bars(0)
    /// How long after it became known a value reaches the strategy.
    public var latency: Duration = .zero
    /// How orders fill and what they cost; the execution price comes from the parameters.
    public var settings = ExecutionSettings()
    /// The bars in a year; `nil` takes the calendar's.
    public var barsPerYear: Double?
    /// The most work that a run may take: operations × bars × largest window.
    public var maxCost: Double = 1e13
    /// How far, as a fraction of equity, a position may stray from the weight that a strategy gives
    /// before it is traded.
    public var band = 0.0

    /// Makes a backtest of all the data with the standard settings.
    public init(definition: StrategyDefinition, parameters: BoundParameters, data: [SlotData]) {
        self.definition = definition
        self.parameters = parameters
        self.data = data
    }

    /// Compiles and aligns, which leaves nothing to do but to run.
    ///
    /// - Throws: as ``run()``, for whatever is wrong before the first bar.
    package func prepared() throws(AlmanacError) -> PreparedBacktest {
        try definition.requireValid()
        let strategy = try definition.compile(parameters)
        let (backtest, aligned) = try alignedData(trading: strategy.slotOutputs.map(\.slot))
        try checkCost(strategy.graph.cost(bars: aligned.count), bars: aligned.count)
        return PreparedBacktest(
            backtest: backtest, strategy: strategy, aligned: aligned,
            inputs: try StrategyInputs(aligned, for: definition))
    }

    /// The data on one time axis, with the backtest as it is once splits and dividends apply.
    ///
    /// - Parameter traded: The slots that are traded where they are several.
    func alignedData(
        trading traded: [String] = []
    ) throws(AlmanacError) -> (backtest: Backtest, aligned: AlignedData) {
        var backtest = self
        for (index, slot) in data.enumerated() where slot.actions != nil {
            let frequency = definition.slots.first { $0.name == slot.slot }?.frequency
            backtest.data[index] = slot.applyingActions(frequency: frequency ?? .day1)
        }
        for (place, slot) in definition.slots.enumerated() {
            let isTraded = place == 0 || traded.contains(slot.name)
            guard let least = slot.acceptedQuality(isTraded: isTraded), least > 0,
                let index = backtest.data.firstIndex(where: { $0.slot == slot.name }),
                slot.leastQuality != nil || backtest.data[index].frame[SlotQuality.column] != nil
            else { continue }
            backtest.data[index] = try backtest.data[index].withholding(below: least)
        }
        let aligned = try align(try backtest.request(trading: traded))
        try checkBars(aligned)
        return (backtest, aligned)
    }

    /// Refuses a run that would take more work than the limit.
    /// - Throws: A `validation_error` that names the cost and the limit.
    package func checkCost(_ cost: Double, bars: Int) throws(AlmanacError) {
        guard cost <= maxCost else { throw tooCostly(cost, bars: bars) }
    }

    private func request(trading traded: [String]) throws(AlmanacError) -> AlignmentRequest {
        var slots: [AlignmentRequest.Slot] = []
        for slot in definition.slots {
            guard let data = data.first(where: { $0.slot == slot.name }) else {
                throw AlmanacError(
                    .schemaMismatch, "slot '\(slot.name)' has no data",
                    details: ["slot": .string(slot.name)],
                    suggestion: "bind it: --symbol \(slot.name)=SYMBOL or "
                        + "--data \(slot.name)=FILE.csv")
            }
            var columns = slot.columns
            if !columns.contains(SlotQuality.column), data.frame[SlotQuality.column] != nil {
                columns.append(SlotQuality.column)
            }
            if slots.isEmpty || traded.contains(slot.name) {
                let prices = ["open", "high", "low", "close", "volume"]
                columns += prices.filter { !columns.contains($0) && data.frame[$0] != nil }
                if case .column(let name) = settings.costs?.spread, !columns.contains(name),
                    data.frame[name] != nil
                {
                    columns.append(name)
                }
            }
            slots.append(
                AlignmentRequest.Slot(
                    name: slot.name, frame: data.frame, frequency: slot.frequency,
                    columns: columns, maxAge: slot.maxAge.map { .nanoseconds($0) },
                    clock: data.calendar.marketClock))
        }
        var request = AlignmentRequest(
            slots: slots, executionFrequency: parameters.executionFrequency, from: from, to: to,
            warmup: warmup, latency: latency)
        request.keepsRows = !traded.isEmpty
        return request
    }

    /// A run needs two bars, so that there is a return, and a price on one of them.
    private func checkBars(_ aligned: AlignedData) throws(AlmanacError) {
        let count = aligned.count - aligned.warmupBars
        guard count > 1 else { throw tooFewBars(max(0, count)) }
        guard let slot = aligned.slots.first, let close = slot["close"],
            !close[aligned.warmupBars...].contains(where: \.isFinite)
        else { return }
        throw AlmanacError(
            .backtest, "every price of slot '\(slot.name)' is missing",
            details: ["slot": .string(slot.name), "column": "close", "bars": .integer(count)],
            suggestion: "check the file's close column")
    }

    private func tooFewBars(_ count: Int) -> AlmanacError {
        let times = data.first?.frame.times ?? []
        var details: JSONObject = ["bars": .integer(count)]
        var suggestion = "use data with at least two bars"
        if let first = times.first, let last = times.last {
            details["first"] = .string(first.iso8601)
            details["last"] = .string(last.iso8601)
            suggestion = "choose --from and --to within \(first.dateText) to \(last.dateText)"
        }
        return AlmanacError(
            .backtest,
            count == 0
                ? "there are no bars to run on" : "there is only one bar, so there is no return",
            details: details, suggestion: suggestion)
    }

    private func tooCostly(_ cost: Double, bars: Int) -> AlmanacError {
        AlmanacError(
            .validation,
            "the run would take up to \(JSON.text(of: cost)) steps (operations × bars × largest "
                + "window), more than the limit of \(JSON.text(of: maxCost))",
            details: [
                "cost": .number(cost), "limit": .number(maxCost), "bars": .integer(bars),
            ],
            suggestion: "shorten the windows or the period, or raise --max-cost")
    }
}

/// A backtest whose strategy is compiled and whose data is on one time axis.
package struct PreparedBacktest: Sendable {
    /// The backtest, its data with splits and dividends applied.
    package var backtest: Backtest
    /// The strategy for its parameters.
    package var strategy: CompiledStrategy
    /// Every slot's data on the axis, the bars that warm up included.
    package var aligned: AlignedData
    /// The same as the strategy sees it.
    package var inputs: StrategyInputs

    /// What the strategy says about each slot; its signals for a strategy of one.
    package func slotSignals() throws(AlmanacError) -> [SlotSignals] {
        if strategy.isPortfolio { return try strategy.slotSignals(over: inputs) }
        let signals = try strategy.signals(over: inputs)
        return [SlotSignals(slot: aligned.slots.first?.name ?? "", content: .signals(signals))]
    }
}

extension StrategyInputs {
    /// The aligned columns under the names that the strategy uses.
    init(_ aligned: AlignedData, for definition: StrategyDefinition) throws(AlmanacError) {
        self.init(times: aligned.times)
        for slot in aligned.slots {
            for column in slot.columns { self[slot.name, column.name] = column.values }
        }
    }
}
