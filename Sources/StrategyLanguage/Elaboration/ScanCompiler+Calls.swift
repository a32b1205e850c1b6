extension ScanCompiler {
    func call(
        _ callee: Expression, _ arguments: [Argument], at position: SourcePosition
    ) -> ScanValue {
        if let result = special(callee, arguments, at: position) { return result }
        guard isInvariant(callee) else {
            compiler.fail(
                .unsupported, "this cannot be called in a loop over bars",
                hint: "compute series before the loop and read them with x.iloc[i]", at: position)
            return .failed
        }
        if let spread = arguments.first(where: \.isSpread) {
            compiler.fail(
                .unsupported, "'*' arguments are not available in a loop over bars",
                hint: "pass each argument by itself", at: spread.value.position)
            return .failed
        }
        let function = compiler.evaluate(callee)
        let values = arguments.map { evaluate($0.value) }
        for value in values { if case .failed = value { return .failed } }
        switch function {
        case .function(let definition):
            return inline(definition, arguments.map(\.name), values, at: position)
        case .library(let path):
            if case .window(let window)? = values.first,
                let name = path.split(separator: ".").last.map(String.init),
                let result = statistic(
                    name, of: window, ddof: degrees(arguments),
                    by: path.hasPrefix("numpy.") ? .numPy : .python, at: position)
            {
                return result
            }
            return callLibrary(path, values, at: position)
        case .failed: return .failed
        default:
            compiler.fail(
                .unsupported, "\(function.noun) cannot be called in a loop over bars",
                hint: "compute series before the loop and read them with x.iloc[i]", at: position)
            return .failed
        }
    }

    /// Calls that mean something in a loop only: `list.append(x)`, `len(list)`, `window.max()`,
    /// `df.index[i].weekday()`; nil for any other.
    private func special(
        _ callee: Expression, _ arguments: [Argument], at position: SourcePosition
    ) -> ScanValue? {
        if case .name("len") = callee.kind, arguments.count == 1,
            case .name(let name) = arguments[0].value.kind, let list = appendedList(name)
        {
            guard let counts = facts.appended[list], counts.count == 1, let count = counts.first
            else { return nil }
            return .bar(offset: count)
        }
        guard case .attribute(let base, let method) = callee.kind else { return nil }
        if method == "append", case .name(let name) = base.kind, let list = appendedList(name) {
            guard arguments.count == 1 else { return nil }
            let value = evaluate(arguments[0].value)
            if case .failed = value { return .failed }
            append(value, toList: list, at: position)
            return .outer(.none)
        }
        guard !isInvariant(base) else { return nil }
        switch evaluate(base) {
        case .failed: return .failed
        case .window(let window):
            return statistic(
                method, of: window, ddof: degrees(arguments), by: .method, at: position)
        case .bar(let offset) where ["weekday", "date"].contains(method):
            return read(
                SeriesObject(
                    compiler.number(
                        .calendar(method == "date" ? .date : .dayOfWeek),
                        compiler.builder.add(.barTime)), .number), lag: -offset, at: position)
        case .row(let frame, let offset) where method == "get":
            guard let key = arguments.first, case .outer(.string(let name)) = evaluate(key.value),
                let series = frame[name]
            else { return nil }
            return read(series, lag: -offset, at: position)
        default: return nil
        }
    }

    /// `ddof=` among the arguments.
    private func degrees(_ arguments: [Argument]) -> Int? {
        guard let given = arguments.first(where: { $0.name == "ddof" }),
            case .outer(let value) = evaluate(given.value)
        else { return nil }
        return value.wholeNumber
    }

    /// Functions of one number by their full names.
    private static let unary: [String: UnaryFunction] = {
        var table: [String: UnaryFunction] = [
            "python.abs": .abs, "python.int": .truncate, "math.fabs": .abs, "math.floor": .floor,
            "math.ceil": .ceil, "math.trunc": .truncate, "math.isnan": .isMissing,
            "math.isfinite": .isFinite, "math.sqrt": .sqrt, "math.exp": .exp, "math.log": .log,
            "math.log10": .log10, "math.log2": .log2, "math.log1p": .log1p, "math.tanh": .tanh,
            "pandas.isna": .isMissing, "pandas.isnull": .isMissing,
        ]
        for (name, function) in NumPyFunctions.unary { table["numpy.\(name)"] = function }
        return table
    }()

    private static let truths: Set<UnaryFunction> = [.isMissing, .isFinite, .isInfinite]

    private func callLibrary(
        _ path: String, _ values: [ScanValue], at position: SourcePosition
    ) -> ScanValue {
        if let function = Self.unary[path], values.count == 1 {
            let isTruth = Self.truths.contains(function)
            guard let value = materialized(values[0], allowsNone: isTruth, at: position) else {
                return .failed
            }
            let result = newRegister()
            instructions.append(.unary(function, value.register, into: result))
            return .register(result, isTruth ? .boolean : .number)
        }
        if path.hasPrefix("numpy."), values.count == 2,
            let function = NumPyFunctions.binary[String(path.dropFirst(6))]
        {
            guard let a = materialized(values[0], at: position),
                let b = materialized(values[1], at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.binary(function, a.register, b.register, into: result))
            return .register(result, .number)
        }
        switch path {
        case "python.max", "python.min":
            return extremum(values, isMax: path == "python.max", at: position)
        case "python.float", "numpy.float64":
            return values.first.flatMap { materialized($0, at: position) }
                .map { .register($0.register, .number) } ?? .failed
        case "python.bool":
            return values.first.flatMap { truthRegister(of: $0, at: position) }
                .map { .register($0, .boolean) } ?? .failed
        case "pandas.notna", "pandas.notnull":
            guard case .register(let missing, _) = callLibrary("pandas.isna", values, at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.unary(.not, missing, into: result))
            return .register(result, .boolean)
        case "python.round", "numpy.round": return round(values, at: position)
        case "numpy.where" where values.count == 3:
            guard let condition = truthRegister(of: values[0], at: position),
                let a = materialized(values[1], at: position),
                let b = materialized(values[2], at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.select(condition, a.register, b.register, into: result))
            return .register(result, a.type.joined(with: b.type))
        case "python.len":
            if case .outer(let value)? = values.first, value.isScalar { return .failed }
        default: break
        }
        compiler.fail(
            .unsupported, "\(compiler.shortName(path)) is not available in a loop over bars",
            hint: "compute series before the loop and read them with x.iloc[i]", at: position)
        return .failed
    }

    private func round(_ values: [ScanValue], at position: SourcePosition) -> ScanValue {
        var decimals = 0
        if values.count == 2 {
            guard case .outer(let value) = values[1], let number = value.wholeNumber else {
                return .failed
            }
            decimals = number
        }
        guard let value = values.first.flatMap({ materialized($0, at: position) }) else {
            return .failed
        }
        let result = newRegister()
        instructions.append(.round(decimals: decimals, value.register, into: result))
        return .register(result, .number)
    }

    /// Python's `max` and `min`: the first of equal ones, and a NaN only where it stands first.
    private func extremum(
        _ values: [ScanValue], isMax: Bool, at position: SourcePosition
    ) -> ScanValue {
        var parts = values
        if values.count == 1, case .group(let elements) = values[0] { parts = elements }
        guard let first = parts.first, var best = materialized(first, at: position) else {
            return .failed
        }
        for value in parts.dropFirst() {
            guard let next = materialized(value, at: position) else { return .failed }
            let isBetter = newRegister()
            let result = newRegister()
            instructions.append(
                .binary(isMax ? .greater : .less, next.register, best.register, into: isBetter))
            instructions.append(.select(isBetter, next.register, best.register, into: result))
            best = (result, best.type.joined(with: next.type))
        }
        return .register(best.register, best.type)
    }
}
