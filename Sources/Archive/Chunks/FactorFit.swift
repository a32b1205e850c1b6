/// Finds factors that take one column to another within a few units, each over many rows.
enum FactorFit {
    /// How many units of the column's form a prediction may be off.
    private static let tolerance = 24.0
    /// The fewest rows that a factor must hold for on average to be worth its bytes.
    private static let leastRows = 12

    /// The factors, or nil where the column is no such multiple.
    ///
    /// Each factor is taken as far as some number lies between the bounds of all its rows.
    static func factors(
        of values: UnsafeBufferPointer<Double>, to reference: [Double], _ form: NumberForm
    ) -> [Prediction.Factor]? {
        var factors: [Prediction.Factor] = []
        var (low, high) = (-Double.infinity, Double.infinity)
        var start = 0
        let most = 2 + values.count / leastRows
        for row in values.indices {
            let value = values[row]
            let base = reference[row]
            guard value.isFinite, base.isFinite, base > 0 else { continue }
            let width = tolerance * form.unit(near: value)
            let (least, greatest) = ((value - width) / base, (value + width) / base)
            if max(low, least) <= min(high, greatest) {
                (low, high) = (max(low, least), min(high, greatest))
                continue
            }
            factors.append(Prediction.Factor(rows: row - start, factor: (low + high) / 2))
            if factors.count > most { return nil }
            (low, high, start) = (least, greatest, row)
        }
        let last = low.isFinite && high.isFinite ? (low + high) / 2 : 0
        factors.append(Prediction.Factor(rows: values.count - start, factor: last))
        return factors
    }
}
