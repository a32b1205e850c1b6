extension GraphCompiler {
    func fillMissing(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard refuse(arguments, ["inplace"]) else { return .failed }
        if let method = arguments["method"] {
            guard case .string(let name) = method, ["ffill", "pad"].contains(name) else {
                return fail(
                    .lookAhead, "fillna(method='bfill') fills a gap with a later value",
                    hint: "ffill() carries the last known value forward", at: arguments.position)
            }
            warn(
                "fillna(method='ffill') is gone from pandas", hint: "write ffill()",
                at: arguments.position)
            return forwardFill(receiver, arguments)
        }
        guard refuse(arguments, ["limit"]) else { return .failed }
        let series = receiverSeries(receiver)
        guard let value = arguments["value"] else {
            return fail(
                .argument, "fillna() needs a value", hint: "fillna(0)", at: arguments.position)
        }
        guard let fill = column(value, for: "the value", at: arguments.position("value")) else {
            return .failed
        }
        if series.type == .boolean || series.type == .filledBoolean {
            return .series(SeriesObject(series.value, series.type))
        }
        let isMissing = number(.unary(.isMissing), series.value)
        let isBoolean =
            series.type == .booleanOrMissing && (fill.type == .boolean || isTruthNumber(value))
        return self.series(
            .select, [isMissing, fill.value, series.value], isBoolean ? .filledBoolean : .number)
    }

    /// 0 and 1 fill conditions as False and True do.
    private func isTruthNumber(_ value: Value) -> Bool { value.number == 0 || value.number == 1 }

    func forwardFill(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        let series = receiverSeries(receiver)
        var limit: Int?
        if arguments["limit"] != nil {
            guard let count = wholeNumber(arguments, "limit", default: nil, minimum: 1) else {
                return .failed
            }
            limit = count
        }
        return self.series(.forwardFill(limit: limit), [series.value], series.type)
    }

    func replace(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        let series = receiverSeries(receiver)
        let position = arguments.position
        guard refuse(arguments, ["inplace", "regex"]) else { return .failed }
        var pairs: [(old: Value, new: Value)] = []
        switch (arguments["to_replace"], arguments["value"] ?? .float(.nan)) {
        case (.dictionary(let dictionary)?, _):
            pairs = zip(dictionary.keys, dictionary.keyValues).map { name, key in
                (key, dictionary[name] ?? .none)
            }
        case (.list(let old)?, .list(let new)) where old.elements.count == new.elements.count:
            pairs = Array(zip(old.elements, new.elements)).map { (old: $0.0, new: $0.1) }
        case (.list(let list)?, let new): pairs = list.elements.map { (old: $0, new: new) }
        case (.tuple(let elements)?, let new): pairs = elements.map { (old: $0, new: new) }
        case (let old?, let new): pairs = [(old, new)]
        case (nil, let new): pairs = [(.float(.nan), new)]
        }
        var result = series.value
        for (old, new) in pairs.reversed() {
            guard let one = column(old, for: "the value to replace", at: position),
                let fill = column(new, for: "the new value", at: arguments.position("value"))
            else { return .failed }
            let isMissing = builder.constantValue(one.value)?.isNaN ?? false
            let match =
                isMissing
                ? number(.unary(.isMissing), series.value)
                : number(.binary(.equal), series.value, one.value)
            result = number(.select, match, fill.value, result)
        }
        return .series(SeriesObject(result, .number))
    }

    func clip(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        var value = receiverSeries(receiver).value
        for (name, comparison) in [("lower", BinaryFunction.less), ("upper", .greater)] {
            guard let bound = arguments[name] else { continue }
            guard let limit = column(bound, for: "'\(name)'", at: arguments.position(name)) else {
                return .failed
            }
            let isBeyond = number(.binary(comparison), value, limit.value)
            value = number(.select, isBeyond, limit.value, value)
        }
        return .series(SeriesObject(value, .number))
    }

    func keep(_ receiver: Value, _ arguments: BoundArguments, whereTrue: Bool) -> Value {
        let series = receiverSeries(receiver)
        guard let condition = arguments["cond"],
            let mask = column(condition, for: "the condition", at: arguments.position("cond"))
        else { return .failed }
        guard mask.type.isBoolean else {
            return fail(
                .type, "the condition is a series of numbers", hint: "compare first: x > 0",
                at: arguments.position("cond"))
        }
        let other = arguments["other"] ?? .float(.nan)
        guard let fill = column(other, for: "'other'", at: arguments.position("other")) else {
            return .failed
        }
        let truth = definiteTruth(mask.value, mask.type)
        let inputs =
            whereTrue
            ? [truth, series.value, fill.value] : [truth, fill.value, series.value]
        let isBoolean = series.type == .boolean && fill.type == .boolean
        let isMissing =
            series.type.isBoolean && (!arguments.isGiven("other") || fill.type.isBoolean)
        return self.series(
            .select, inputs, isBoolean ? .boolean : isMissing ? .booleanOrMissing : .number)
    }

    func between(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard
            let inclusive = choice(
                arguments, "inclusive", default: "both",
                from: ["both", "neither", "left", "right"]),
            let left = arguments["left"], let right = arguments["right"],
            let low = column(left, for: "'left'", at: arguments.position("left")),
            let high = column(right, for: "'right'", at: arguments.position("right"))
        else { return .failed }
        let value = receiverSeries(receiver).value
        let includesLow = inclusive == "both" || inclusive == "left"
        let includesHigh = inclusive == "both" || inclusive == "right"
        let above = number(.binary(includesLow ? .greaterOrEqual : .greater), value, low.value)
        let below = number(.binary(includesHigh ? .lessOrEqual : .less), value, high.value)
        return series(.binary(.and), [above, below], .boolean)
    }

    func isElement(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard let values = arguments["values"],
            let elements = elements(of: values, at: arguments.position("values"))
        else { return .failed }
        let value = receiverSeries(receiver).value
        var result = builder.constant(0)
        for element in elements {
            guard element.isScalar,
                let one = column(element, for: "an element", at: arguments.position("values"))
            else {
                return fail(.type, "isin() takes a list of numbers", at: arguments.position)
            }
            let isMissing = builder.constantValue(one.value)?.isNaN ?? false
            let match =
                isMissing
                ? number(.unary(.isMissing), value) : number(.binary(.equal), value, one.value)
            result = number(.binary(.or), result, match)
        }
        return .series(SeriesObject(result, .boolean))
    }

    // MARK: - Types

    private static let types: [String: UnknownScalar.Kind] = {
        var types: [String: UnknownScalar.Kind] = [
            "bool": .bool, "int": .int, "float": .float, "python.bool": .bool, "python.int": .int,
            "python.float": .float, "numpy.bool_": .bool, "boolean": .bool,
        ]
        for bits in ["8", "16", "32", "64"] {
            types["int\(bits)"] = .int
            types["numpy.int\(bits)"] = .int
            types["float\(bits)"] = .float
            types["numpy.float\(bits)"] = .float
        }
        return types
    }()

    /// The type that an argument such as `bool`, `'int'` or `np.float64` names.
    func type(named value: Value) -> UnknownScalar.Kind? {
        switch value {
        case .library(let path): Self.types[path]
        case .string(let name): Self.types[name]
        default: nil
        }
    }

    /// `astype`.
    func convert(_ series: SeriesObject, to type: Value, at position: SourcePosition) -> Value {
        switch self.type(named: type) {
        case .bool?:
            if series.type == .boolean { return .series(SeriesObject(series.value, .boolean)) }
            if series.type == .booleanOrMissing {
                warn(
                    "astype(bool) makes a missing value False here; pandas makes it True",
                    hint: "shift(1, fill_value=False) or fillna(False) first", at: position)
            }
            return self.series(.unary(.isTrue), [series.value], .boolean)
        case .int?:
            if series.type == .boolean || series.type == .filledBoolean {
                return .series(SeriesObject(series.value, .number))
            }
            let whole = builder.add(.unary(.requireInteger), [series.value])
            faultPositions[whole] = faultPositions[whole] ?? position
            return .series(SeriesObject(whole, .number))
        case .float?: return .series(SeriesObject(series.value, .number))
        case .string?, nil:
            return fail(
                .type, "this type is not part of the language", hint: "bool, int or float",
                at: position)
        }
    }
}
