public import AlmanacCore

extension TearSheet {
    /// The sheet as JSON: the figures of both columns, the spread of their returns, and years.
    ///
    /// A figure that does not exist is `null`, and `undefined` says why.
    public var json: JSON {
        [
            "strategy": strategy.json, "benchmark": benchmark.json,
            "against_benchmark": Self.values(of: against),
            "undefined": Self.reasons(of: against),
            "years": .array(
                years.map { year in
                    [
                        "year": .integer(year.year), "strategy": .optional(year.strategy),
                        "benchmark": .optional(year.benchmark),
                    ]
                }),
        ]
    }

    fileprivate static func values(of figures: [SheetFigure]) -> JSON {
        var object = JSONObject()
        for figure in figures {
            if figure.name.unit == .count, let value = figure.value, let whole = Int(exactly: value)
            {
                object[figure.name.rawValue] = .integer(whole)
            } else {
                object[figure.name.rawValue] = .optional(figure.value)
            }
        }
        return .object(object)
    }

    fileprivate static func reasons(of figures: [SheetFigure]) -> JSON {
        var object = JSONObject()
        for figure in figures where figure.value == nil {
            object[figure.name.rawValue] = .string(figure.reason ?? "")
        }
        return .object(object)
    }
}

extension TearSheetColumn {
    fileprivate var json: JSON {
        var spreads = JSONObject()
        for returns in periods {
            spreads[returns.period.rawValue] = ReturnSpread(returns)?.json ?? .null
        }
        return [
            "figures": TearSheet.values(of: figures), "undefined": TearSheet.reasons(of: figures),
            "returns": .object(spreads),
        ]
    }
}

extension ReturnSpread {
    fileprivate var json: JSON {
        var object: JSONObject = ["count": .integer(count), "mean": .number(mean)]
        let names = [
            "lowest", "quantile_5", "quantile_25", "median", "quantile_75", "quantile_95",
            "highest",
        ]
        for (name, value) in zip(names, quantiles) { object[name] = .number(value) }
        object["outliers"] = .integer(outliers.count)
        return .object(object)
    }
}
