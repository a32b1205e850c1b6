/// Which name a header stands for, and which columns have a meaning of their own.
enum CSVColumnNames {
    /// The names of a column of times, the one to prefer first.
    static let times = [
        "timestamp", "datetime", "date_time", "open_time", "window_start", "time_period_start",
        "date", "trade_date", "trading_date", "observation_date", "gmt_time", "time", "unix",
        "unix_timestamp", "epoch", "ts", "t", "day", "month", "quarter", "period", "index",
    ]
    /// The names of a date to which a column `time` adds the time of day.
    static let dates: Set<String> = ["date", "trade_date", "trading_date"]
    /// The names of the moment at which a row became public.
    static let knownAt = [
        "known_at", "knownat", "available_at", "available_from", "published_at", "released_at",
        "accepted_at", "acceptance_datetime", "acceptance_date_time",
    ]
    /// The names of a column that tells which symbol a row is about, where it holds text.
    static let symbols = [
        "symbol", "ticker", "tic", "sym", "instrument", "stock", "security", "asset", "pair",
    ]
    /// Columns that hold numbers in every row, so that text in them is a fault.
    static let prices: Set<String> = [
        "open", "high", "low", "close", "volume", "adj_close", "vwap",
    ]

    private static let synonyms: [String: String] = [
        "o": "open", "h": "high", "l": "low", "c": "close", "v": "volume", "vol": "volume",
        "adjclose": "adj_close", "adjusted_close": "adj_close", "adj_close_price": "adj_close",
        "adjusted": "adj_close", "close_last": "close", "open_price": "open",
        "high_price": "high", "low_price": "low", "close_price": "close",
    ]

    /// The name of a column in a frame: lower case, words joined by underscores, synonyms unified.
    static func name(forHeader header: String) -> String {
        let snake = snakeCase(header)
        return synonyms[snake] ?? snake
    }

    private static func snakeCase(_ header: String) -> String {
        let scalars = Array(header.unicodeScalars)
        var words = ""
        func isWord(_ index: Int) -> Bool {
            guard scalars.indices.contains(index) else { return false }
            return scalars[index].properties.isAlphabetic || isDigit(scalars[index])
        }
        func isLower(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index].properties.isLowercase
        }
        for (index, scalar) in scalars.enumerated() {
            if scalar == "%" {
                words += "_pct_"
            } else if !isWord(index) {
                words += "_"
            } else {
                let startsWord =
                    scalar.properties.isUppercase && index > 0 && isWord(index - 1)
                    && (!scalars[index - 1].properties.isUppercase || isLower(index + 1))
                words += (startsWord ? "_" : "") + String(Character(scalar)).lowercased()
            }
        }
        return words.split(separator: "_").joined(separator: "_")
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x30 && scalar.value <= 0x39
    }
}
