extension GraphCompiler {
    // MARK: - Attributes

    func attribute(_ name: String, of base: Value, at position: SourcePosition) -> Value {
        switch base {
        case .failed: return .failed
        case .library(let path): return libraryMember(path, name, at: position)
        case .slots:
            if let frame = slotFrames[name] { return .frame(frame) }
            return .method(base, name)
        case .frame(let frame): return attribute(name, of: frame, at: position)
        case .series(let series): return attribute(name, of: series, at: position)
        case .axis: return axisField(name, at: position)
        case .indicator(let result): return output(name, of: result, at: position)
        case .method(let receiver, "vbt"): return .method(receiver, "vbt.\(name)")
        case .method(let receiver, "isocalendar"):
            _ = receiver
            return fail(.unsupported, "isocalendar() must be called", at: position)
        case .columns(let frame):
            if name == "size" { return .int(frame.names.count) }
            return .method(base, name)
        case .parameters, .window, .exponential, .sessions, .list, .dictionary, .string,
            .tuple:
            return .method(base, name)
        case .barCount:
            reportBarCount(at: position)
            return .failed
        case .unknown(let scalar) where scalar.kind == .string: return .method(base, name)
        case .function, .method, .locator, .none, .bool, .int, .float, .unknown, .range, .zipped,
            .enumerated, .barValue, .periods, .loopState:
            return fail(.type, "\(base.noun) has no attribute '\(name)'", at: position)
        }
    }

    private func libraryMember(
        _ path: String, _ name: String, at position: SourcePosition
    ) -> Value {
        let full = "\(path).\(name)"
        if let constant = LibraryFunctions.constants[full] { return Value(constant) }
        if LibraryFunctions.isKnown(full) { return .library(full) }
        if let hint = LibraryFunctions.refused[full] {
            return fail(
                hint.code, "\(shortName(full)) \(hint.message)", hint: hint.hint, at: position)
        }
        let members = LibraryFunctions.members(of: path)
        let nearest = self.nearest(to: name, among: members)
        return fail(
            .unsupported, "\(shortName(full)) is not part of the language",
            hint: nearest.map { "did you mean \(shortName("\(path).\($0)"))?" }, at: position)
    }

    private func attribute(
        _ name: String, of frame: FrameObject, at position: SourcePosition
    ) -> Value {
        switch name {
        case "index": return .axis
        case "columns": return .columns(frame)
        case "loc", "iloc", "at", "iat": return .locator(.frame(frame), name)
        case "shape": return .tuple([.barCount, .int(frame.names.count)])
        case "empty": return .bool(false)
        default: break
        }
        if FrameMethods.table[name] != nil || FrameMethods.refused[name] != nil {
            return .method(.frame(frame), name)
        }
        if let column = frame[name] { return read(column, name, of: frame) }
        return missingColumn(name, of: frame, at: position)
    }

    /// A column as its own series: what is written to it does not reach the frame.
    func read(_ column: SeriesObject, _ name: String, of frame: FrameObject) -> Value {
        .series(SeriesObject(column.value, column.type, isOwn: frame.isOwn, name: name))
    }

    func missingColumn(
        _ name: String, of frame: FrameObject, at position: SourcePosition
    ) -> Value {
        let owner = frame.slot.map { "slot '\($0)'" } ?? "the frame"
        let nearest = self.nearest(to: name, among: frame.names)
        return fail(
            .name, "\(owner) has no column '\(name)'",
            hint: (nearest.map { "did you mean '\($0)'? " } ?? "")
                + "its columns are \(frame.names.joined(separator: ", "))", at: position)
    }

    private func attribute(
        _ name: String, of series: SeriesObject, at position: SourcePosition
    ) -> Value {
        switch name {
        case "values", "array": return array(of: series)
        case "T": return .series(series)
        case "index": return .axis
        case "loc", "iloc", "at", "iat": return .locator(.series(series), name)
        case "shape": return .tuple([.barCount])
        case "size": return .barCount
        case "empty": return .bool(false)
        case "name": return .string(series.name ?? "")
        default: break
        }
        if name == "dt", builder.operation(of: series.value)?.operation == .barTime { return .axis }
        if SeriesMethods.table[name] != nil || SeriesMethods.refused[name] != nil || name == "vbt" {
            return .method(.series(series), name)
        }
        let nearest = self.nearest(to: name, among: SeriesMethods.table.keys.sorted())
        return fail(
            .unsupported, "a series has no '\(name)' in the language",
            hint: nearest.map { "did you mean '\($0)'?" }, at: position)
    }

    /// A series as the array of its values.
    func array(of series: SeriesObject) -> Value {
        let array = SeriesObject(series.value, series.type)
        array.isArray = true
        return .series(array)
    }

    static let axisFields: [String: CalendarField] = [
        "year": .year, "month": .month, "day": .day, "dayofweek": .dayOfWeek,
        "day_of_week": .dayOfWeek, "weekday": .dayOfWeek, "dayofyear": .dayOfYear,
        "day_of_year": .dayOfYear, "hour": .hour, "minute": .minute, "second": .second,
        "quarter": .quarter, "is_month_start": .isMonthStart, "is_month_end": .isMonthEnd,
        "is_quarter_start": .isQuarterStart, "is_quarter_end": .isQuarterEnd,
        "is_year_start": .isYearStart, "is_year_end": .isYearEnd,
    ]

    private func axisField(_ name: String, at position: SourcePosition) -> Value {
        if let field = Self.axisFields[name] {
            let isTruth = name.hasPrefix("is_")
            return series(
                .calendar(field), [builder.add(.barTime)], isTruth ? .boolean : .number)
        }
        switch name {
        case "date": return .periods(.date)
        case "dt": return .axis
        case "size", "shape": return .barCount
        default: break
        }
        if AxisMethods.table[name] != nil || AxisMethods.refused[name] != nil {
            return .method(.axis, name)
        }
        let nearest = self.nearest(to: name, among: Self.axisFields.keys.sorted() + ["date"])
        return fail(
            .unsupported, "the index's '\(name)' is not part of the language",
            hint: nearest.map { "did you mean '\($0)'?" }
                ?? "use year, month, day, dayofweek, hour, minute, dayofyear, quarter, date",
            at: position)
    }

    private func output(
        _ name: String, of result: IndicatorObject, at position: SourcePosition
    ) -> Value {
        if let output = result.outputs.first(where: { $0.name == name }) {
            return .series(SeriesObject(output.series.value, output.series.type))
        }
        for output in result.outputs {
            for suffix in ["crossed_above", "crossed_below", "above", "below"]
            where name == "\(output.name)_\(suffix)" {
                return .method(.series(output.series), "vbt.\(suffix)")
            }
        }
        let names = result.outputs.map(\.name)
        return fail(
            .name, "vbt.\(result.name) has no output '\(name)'",
            hint: "its outputs are \(names.joined(separator: ", "))", at: position)
    }
}
