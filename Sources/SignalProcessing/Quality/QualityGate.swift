package import AlmanacCore
package import TimeSeries

/// Keeps signals of poor data from a strategy.
package struct QualityGate: Sendable, Equatable {
    /// The least quality that is accepted.
    package var least: Double

    /// Makes a gate; 0.7 is what a strategy accepts unless it says otherwise.
    ///
    /// - Throws: `validation_error` for a number outside 0 … 1.
    package init(least: Double = 0.7) throws(AlmanacError) {
        guard (0...1).contains(least) else {
            throw AlmanacError(
                .validation, "the least quality is a number from 0 to 1, not \(least)",
                details: ["least_quality": .optional(least)])
        }
        self.least = least
    }

    /// Withholds the values of rows with less quality than is accepted, and of rows without any.
    ///
    /// - Returns: The frame with NaN in all columns of such rows but `quality`, and their numbers.
    package func applied(to frame: Frame) -> (frame: Frame, withheld: [Int]) {
        guard let quality = frame["quality"] else { return (frame, []) }
        let withheld = quality.indices.filter { !(quality[$0] >= least) }
        var result = frame
        for column in result.columns.indices where result.columns[column].name != "quality" {
            for row in withheld { result.columns[column].values[row] = .nan }
        }
        return (result, withheld)
    }
}
