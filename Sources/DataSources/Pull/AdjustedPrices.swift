import AlmanacCore
import TimeSeries

extension SourceDescription {
    /// The adjustment that a study asks for, where a source's splits and dividends are not to be
    /// had; nil where prices are as traded and their actions come along, or there are none.
    package var adjustmentForStudies: String? {
        switch name {
        case "alpaca": "all"
        case "polygon": "split"
        default: nil
        }
    }

    /// Whether the source keeps an instrument's whole history under the ticker of today.
    package var goesByPresentTickers: Bool { name == "yahoo" || name == "alpaca" }

    /// Whether bars of a request are adjusted, so that all of them change with the next split.
    package func adjusts(_ request: DataRequest) -> Bool {
        request.kind == .bars
            && (name == "stooq" || (request.option("adjustment") ?? "raw") != "raw")
    }

    /// What the series of a request may be called in the archive, the likeliest first.
    ///
    /// Services name an instrument in their own spelling, whatever was typed.
    package func symbols(of request: DataRequest) -> [String] {
        switch name {
        case "table": [TableFile.symbol(of: request)]
        case "stooq": [StooqBars.symbol(of: request)]
        case "yahoo", "alpaca", "polygon": [request.target, request.target.uppercased()]
        default: [request.target]
        }
    }

    /// The slot in which bars of a request stand.
    package func slot(of request: DataRequest) -> String {
        let slot =
            switch request.option("adjustment") ?? (name == "stooq" ? "all" : "raw") {
            case "split": "prices_split"
            case "all": "prices_adjusted"
            default: "prices"
            }
        return BatchStore.slot(slot, request.frequency)
    }
}
