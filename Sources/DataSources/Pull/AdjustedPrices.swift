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

    /// Whether bars of a request are adjusted, so that all of them change with the next split.
    package func adjusts(_ request: DataRequest) -> Bool {
        request.kind == .bars
            && (name == "stooq" || (request.option("adjustment") ?? "raw") != "raw")
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
