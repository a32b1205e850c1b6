public import AlmanacCore

/// A metric over two parameters, and whether its peak stands on a plateau or alone.
///
/// A parameter that works because of what the market does works about as well a little beside it.
/// A peak whose neighbours are no better than the rest of the map is most likely luck.
public struct ParameterMap: Sendable, Equatable {
    /// The names of the parameters: that of the columns, then that of the rows.
    public var names: (x: String, y: String) { (xName, yName) }
    private var xName: String
    private var yName: String
    /// The values of the first parameter, ascending: one for each column.
    public private(set) var xs: [Double]
    /// The values of the second parameter, ascending: one for each row.
    public private(set) var ys: [Double]
    /// The metric of each row and column; NaN where there is none.
    public private(set) var values: [[Double]]
    /// The column and row of the highest value; `nil` without values.
    ///
    /// Of equal values the one whose neighbours are highest counts, then the first by row.
    public private(set) var peak: (column: Int, row: Int)? {
        get { peakPlace.map { ($0[0], $0[1]) } }
        set { peakPlace = newValue.map { [$0.column, $0.row] } }
    }
    private var peakPlace: [Int]?

    /// Whether a peak stands on a plateau.
    public enum Verdict: String, Sendable {
        /// The neighbours of the peak keep at least half of its height above the middle of the map.
        case plateau
        /// They do not.
        case peak
        /// The peak has fewer than three neighbours with a value, or the map no height.
        case unclear
    }

    /// Arranges values; of several for one place the last counts.
    ///
    /// - Parameters:
    ///   - x: The name of the first parameter.
    ///   - y: The name of the second parameter.
    ///   - points: The metric at pairs of values; `nil` or not finite where it is undefined.
    public init(x: String, y: String, points: [(x: Double, y: Double, value: Double?)]) {
        xName = x
        yName = y
        let places = points.filter { $0.x.isFinite && $0.y.isFinite }
        xs = Set(places.map(\.x)).sorted()
        ys = Set(places.map(\.y)).sorted()
        values = Array(repeating: Array(repeating: .nan, count: xs.count), count: ys.count)
        let columns = Dictionary(uniqueKeysWithValues: zip(xs, xs.indices))
        let rows = Dictionary(uniqueKeysWithValues: zip(ys, ys.indices))
        for point in places {
            guard let column = columns[point.x], let row = rows[point.y] else { continue }
            let value = point.value ?? .nan
            values[row][column] = value.isFinite ? value : .nan
        }
        peakPlace = nil
        var best = (value: -Double.infinity, around: -Double.infinity)
        for row in ys.indices {
            for column in xs.indices where values[row][column] >= best.value {
                let value = values[row][column]
                let around = mean(of: neighbours(column, row)) ?? -.infinity
                if value > best.value || around > best.around || peakPlace == nil {
                    best = (value, around)
                    peakPlace = [column, row]
                }
            }
        }
    }

    /// The highest value.
    public var peakValue: Double? { peak.map { values[$0.row][$0.column] } }

    /// The mean of the up to eight values around the peak.
    public var neighbourMean: Double? {
        peak.flatMap { mean(of: neighbours($0.column, $0.row)) }
    }

    /// The middle of all values.
    public var median: Double? {
        let sorted = values.joined().filter { !$0.isNaN }.sorted()
        return sorted.isEmpty ? nil : Quantiles.value(sorted, at: 0.5)
    }

    /// How much of its height above the middle of the map the peak shares with its neighbours.
    ///
    /// 1 where the neighbours are as high as the peak, 0 where they are no better than the middle,
    /// below 0 where they are worse; `nil` where the verdict is unclear.
    public var plateauScore: Double? {
        guard let peak, let peakValue, let median, peakValue > median,
            neighbours(peak.column, peak.row).count >= 3, let neighbourMean
        else { return nil }
        return (neighbourMean - median) / (peakValue - median)
    }

    /// Whether the peak stands on a plateau.
    public var verdict: Verdict {
        plateauScore.map { $0 >= 0.5 ? .plateau : .peak } ?? .unclear
    }

    /// The verdict as a sentence.
    public var sentence: String {
        guard let peak, let peakValue else { return "The map has no values." }
        let place =
            "\(xName) = \(JSON.text(of: xs[peak.column])), "
            + "\(yName) = \(JSON.text(of: ys[peak.row]))"
        let height = FigureText.fixed(peakValue, 2)
        guard let plateauScore, let neighbourMean else {
            return "The highest value, \(height) at \(place), has too few neighbours to tell a "
                + "plateau from a peak."
        }
        let around = FigureText.fixed(neighbourMean, 2)
        let middle = FigureText.fixed(median ?? .nan, 2)
        let meaning =
            plateauScore >= 0.5
            ? "a plateau: the choice does not hang on the exact parameters"
            : "a peak: a small change of the parameters loses most of the advantage"
        return "The highest value is \(height) at \(place), its neighbours have \(around) in the "
            + "mean and the whole map \(middle) in the middle: \(meaning)."
    }

    /// The values around a place, the place itself left out.
    private func neighbours(_ column: Int, _ row: Int) -> [Double] {
        var found: [Double] = []
        for nearRow in max(0, row - 1)...min(ys.count - 1, row + 1) {
            for nearColumn in max(0, column - 1)...min(xs.count - 1, column + 1)
            where nearRow != row || nearColumn != column {
                found.append(values[nearRow][nearColumn])
            }
        }
        return found.filter { !$0.isNaN }
    }

    private func mean(of values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The map as JSON, with `null` where there is no value.
    public var json: JSON {
        [
            "x": .string(xName), "y": .string(yName), "xs": .array(xs.map(JSON.number)),
            "ys": .array(ys.map(JSON.number)),
            "values": .array(values.map { .array($0.map { .optional($0) }) }),
            "peak": peak.map { peak in
                [
                    "x": .number(xs[peak.column]), "y": .number(ys[peak.row]),
                    "value": .optional(peakValue),
                ]
            } ?? .null,
            "neighbour_mean": .optional(neighbourMean), "median": .optional(median),
            "plateau_score": .optional(plateauScore), "verdict": .string(verdict.rawValue),
            "sentence": .string(sentence),
        ]
    }
}
