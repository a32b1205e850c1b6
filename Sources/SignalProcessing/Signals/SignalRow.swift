package import TimeSeries

/// What is known of a symbol when a bar closes.
package struct SignalRow: Sendable, Equatable {
    /// The symbol.
    package var symbol: String
    /// The label of the bar.
    package var time: Timestamp
    /// The bar's close, from which the row is known.
    package var knownAt: Timestamp
    /// The values in the order of ``names``; NaN is missing.
    package var values: [Double]

    /// The names of the values.
    package static let names = [
        "sentiment", "confidence", "posts", "volume_ratio", "level", "velocity", "acceleration",
        "novelty", "controversy", "agreement", "suspicion", "composite", "quality",
    ]

    /// A value by its name.
    package subscript(name: String) -> Double? {
        Self.names.firstIndex(of: name).map { values[$0] }
    }

    /// The rows of one symbol as a frame for a strategy's slot.
    package static func frame(_ rows: [SignalRow], symbol: String) -> Frame {
        let own = rows.filter { $0.symbol == symbol }
        return Frame(
            times: own.map(\.time), knownAt: own.map(\.knownAt),
            columns: names.indices.map { index in
                Frame.NamedColumn(name: names[index], values: own.map { $0.values[index] })
            })
    }
}

/// A number made of others with weights that are said.
package struct CompositeSignal: Sendable, Equatable {
    /// What it is called.
    package var name: String
    /// Raised whenever the same parts would give another number.
    package var version = 1
    /// Names of values with their weights, of which the magnitudes add up to one.
    package var weights: [(name: String, weight: Double)]

    /// Makes a composite of named values; the weights are divided by the sum of their magnitudes.
    package init(name: String, weights: [(name: String, weight: Double)]) {
        let sum = weights.reduce(0) { $0 + abs($1.weight) }
        self.name = name
        self.weights = weights.map { ($0.name, sum > 0 ? $0.weight / sum : 0) }
    }

    /// Sentiment with its change and the attention that it gets.
    ///
    ///     composite = 0.6 level + 0.25 velocity × 2 + 0.15 attention
    ///     attention = sentiment × tanh(ln(volume_ratio))⁺
    package static let standard = CompositeSignal(
        name: "standard", weights: [("level", 0.6), ("velocity", 0.25), ("attention", 0.15)])

    /// The weighted sum; a part that is missing counts as nothing, and without any it is NaN.
    package func value(_ part: (String) -> Double) -> Double {
        var (sum, isKnown) = (0.0, false)
        for (name, weight) in weights {
            let value = part(name)
            if value.isNaN { continue }
            sum += weight * min(max(value, -1), 1)
            isKnown = true
        }
        return isKnown ? sum : .nan
    }

    /// Whether two composites are made alike.
    package static func == (left: CompositeSignal, right: CompositeSignal) -> Bool {
        left.name == right.name && left.version == right.version
            && left.weights.map(\.name) == right.weights.map(\.name)
            && left.weights.map(\.weight) == right.weights.map(\.weight)
    }
}
