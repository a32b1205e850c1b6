import AlmanacCore

/// For what prices are adjusted.
enum PriceAdjustment: String, CaseIterable {
    /// As traded.
    case raw
    /// For splits.
    case split
    /// For splits and dividends.
    case all

    /// The option `adjustment` of a request; as traded where it says nothing.
    init(_ request: DataRequest) throws(AlmanacError) {
        guard let text = request.option("adjustment") else {
            self = .raw
            return
        }
        guard let value = Self(rawValue: text) else {
            throw AlmanacError(
                .validation, "'\(text)' is no way to adjust prices",
                details: ["adjustment": .string(text)], suggestion: "use raw, split or all")
        }
        self = value
    }

    /// The slot of prices that are adjusted so.
    ///
    /// Adjusted prices change with every later action, so
    /// they are never mixed with those as traded.
    var slot: String {
        switch self {
        case .raw: "prices"
        case .split: "prices_split"
        case .all: "prices_adjusted"
        }
    }
}
