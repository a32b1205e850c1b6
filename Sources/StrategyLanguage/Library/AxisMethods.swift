import TimeSeries

/// pandas' methods of the bars' index.
enum AxisMethods {
    static let table: [String: Callable] = [
        "normalize": Callable("") { _, _, _ in .periods(.date) },
        "floor": rounded, "to_series": same, "copy": same, "tz_localize": same,
        "to_pydatetime": same,
        "to_period": Callable("freq /") { compiler, _, arguments in
            guard case .string(let name)? = arguments["freq"],
                let field = periods[name.uppercased()]
            else {
                return compiler.fail(
                    .unsupported, "this period is not part of the language",
                    hint: "to_period('D'), 'W', 'M', 'Q' or 'Y'", at: arguments.position("freq"))
            }
            return .periods(field)
        },
        "isocalendar": Callable("") { compiler, _, _ in
            let time = compiler.builder.add(.barTime)
            let week = compiler.number(.calendar(.weekOfYear), time)
            let day = compiler.number(
                .binary(.add), compiler.number(.calendar(.dayOfWeek), time),
                compiler.builder.constant(1))
            return .frame(
                FrameObject(
                    slot: nil, isOwn: true,
                    columns: [
                        ("week", SeriesObject(week, .number)), ("day", SeriesObject(day, .number)),
                    ]))
        },
    ]

    private static let same = Callable("a b c") { _, receiver, _ in receiver }

    private static let rounded = Callable("freq /") { compiler, _, arguments in
        guard case .string(let name)? = arguments["freq"], name.uppercased() == "D" else {
            return compiler.fail(
                .unsupported, "only whole days are part of the language", hint: "floor('D')",
                at: arguments.position("freq"))
        }
        return .periods(.date)
    }

    private static let periods: [String: CalendarField] = [
        "D": .date, "W": .weekCount, "W-SUN": .weekCount, "M": .monthCount, "Q": .quarterCount,
        "Y": .year, "A": .year,
    ]

    static let refused: [String: Refusal] = [
        "day_name": .unsupported("gives names", "df.index.dayofweek == 0 is Monday, 4 is Friday"),
        "month_name": .unsupported("gives names", "df.index.month == 1 is January"),
        "strftime": .unsupported("gives names", "compare fields: df.index.month == 1"),
        "get_loc": .unsupported(
            "finds a place by its time", "compare times: df.index >= '2020-01-01'"),
        "time": .unsupported(
            "is not part of the language", "df.index.hour * 60 + df.index.minute >= 9 * 60 + 30"),
        "isin": .unsupported(
            "is not part of the language", "compare fields: df.index.month.isin([1])"),
        "shift": .unsupported("moves times", "s.shift(n) moves values"),
        "min": .wholeSample("min"), "max": .wholeSample("max"),
    ]
}

extension GraphCompiler {
    /// The moment that a date in the code means, in microseconds since the epoch:
    /// `2020-01-31`, `2020-01-31 14:30`, `2020-01-31T14:30:00`.
    static func moment(_ text: String) -> Double? {
        let halves = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(halves.count) else { return nil }
        let parts = halves[0].split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            year > 0, let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var seconds = 0
        if halves.count == 2 {
            let clock = halves[1].split(separator: ":").map { Int($0) }
            guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1],
                let second = clock.count == 3 ? clock[2] : 0,
                (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
            else { return nil }
            seconds = hour * 3_600 + minute * 60 + second
        }
        return (Double(date.daysSinceEpoch) * 86_400 + Double(seconds)) * 1_000_000
    }

    /// `df.index >= '2020-01-01'`; nil where neither side is the index.
    func compareTimes(
        _ comparison: ComparisonOperator, _ left: Value, _ right: Value,
        at position: SourcePosition
    ) -> Value? {
        func times(_ value: Value) -> Int? {
            switch value {
            case .axis: builder.add(.barTime)
            case .string(let text): Self.moment(text).map { builder.constant($0) }
            default: nil
            }
        }
        switch (left, right) {
        case (.axis, _), (_, .axis): break
        default: return nil
        }
        guard let a = times(left), let b = times(right), let function = comparison.function else {
            return fail(
                .type, "the index's times are compared with a date",
                hint: "df.index >= '2020-01-01'", at: position)
        }
        return series(.binary(function), [a, b], .boolean)
    }
}
