import AlmanacCore

/// Shapes of bars.
extension CodeWriter {
    /// The expression of a shape; closes cannot stand for the columns that it needs.
    mutating func pattern(
        _ pattern: BarPattern, _ subject: Subject
    ) throws(AlmanacError) -> String {
        var code = pattern.code
        for column in pattern.columns {
            code = Self.filled(code, column.rawValue, try variable(.price(column, subject)))
        }
        if case .narrowest(let count) = pattern {
            let window = try parameters.integer(
                "range_window", count, atLeast: 2, "Bars whose narrowest range counts.")
            code = Self.filled(code, "n", window)
        }
        return code
    }
}
