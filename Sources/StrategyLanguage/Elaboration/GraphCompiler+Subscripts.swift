import AlmanacCore

extension GraphCompiler {
    func element(of base: Value, at index: Expression, _ position: SourcePosition) -> Value {
        switch base {
        case .failed: return .failed
        case .slots:
            guard let name = key(index, of: "data") else { return .failed }
            if let frame = slotFrames[name] { return .frame(frame) }
            let names = definition.slots.map(\.name)
            let nearest = self.nearest(to: name, among: names)
            return fail(
                .name, "the strategy has no slot '\(name)'",
                hint: (nearest.map { "did you mean '\($0)'? " } ?? "")
                    + "data_schema names \(names.joined(separator: ", "))", at: index.position)
        case .parameters:
            guard let name = key(index, of: "params") else { return .failed }
            if let value = parameter(name) { return value }
            let names = definition.parameters.map(\.name)
            let nearest = self.nearest(to: name, among: names)
            return fail(
                .parameter, "the strategy has no parameter '\(name)'",
                hint: (nearest.map { "did you mean '\($0)'? " } ?? "")
                    + "param_schema names \(names.joined(separator: ", "))", at: index.position)
        case .frame(let frame): return element(of: frame, at: index)
        case .series(let series): return element(of: series, at: index)
        case .locator(let owner, _): return element(ofLocated: owner, at: index)
        case .list(let list): return element(of: list.elements, isTuple: false, at: index)
        case .tuple(let elements): return element(of: elements, isTuple: true, at: index)
        case .dictionary(let dictionary):
            if let joined = choose(among: index, in: { dictionary[$0] }) { return joined }
            guard let name = key(index, of: "the dictionary") else { return .failed }
            if let value = dictionary[name] { return value }
            return fail(
                .name, "the dictionary has no key '\(name)'",
                hint: nearest(to: name, among: dictionary.keys).map { "did you mean '\($0)'?" },
                at: index.position)
        case .sessions(.frame(let frame), let group):
            guard let name = key(index, of: "the frame") else { return .failed }
            guard let column = frame[name] else {
                return missingColumn(name, of: frame, at: index.position)
            }
            return .sessions(.series(column), key: group)
        case .axis:
            return fail(
                .unsupported, "single times are not part of the language",
                hint: "compare the index's fields: df.index.year >= 2020", at: position)
        case .columns(let frame):
            return element(of: frame.names.map(Value.string), isTuple: true, at: index)
        case .library(let path) where path.hasPrefix("typing."): return .library(path)
        default: return fail(.type, "\(base.noun) cannot be indexed", at: position)
        }
    }

    /// While checking: what stands for all that a parameter's choices pick; nil where the index is
    /// none of a known list of strings, all of which are there.
    private func choose(among index: Expression, in find: (String) -> Value?) -> Value? {
        guard isChecking, case .unknown(let scalar) = evaluate(index), scalar.kind == .string,
            !scalar.choices.isEmpty
        else { return nil }
        let found = scalar.choices.compactMap(find)
        guard found.count == scalar.choices.count, let first = found.first else { return nil }
        return found.dropFirst().reduce(first) { join($0, $1) }
    }

    private func key(_ index: Expression, of what: String) -> String? {
        let value = evaluate(index)
        switch value {
        case .string(let name): return name
        case .failed: return nil
        case .unknown(let scalar) where scalar.kind == .string:
            fail(
                .type, "which of \(what) is meant depends on a parameter",
                hint: "choose with if … elif … over the parameter's values", at: index.position)
            return nil
        default:
            if let name = keyText(value) { return name }
            fail(.type, "\(what) is indexed by names, not by \(value.noun)", at: index.position)
            return nil
        }
    }

    /// A parameter's value; while checking, its bounds.
    func parameter(_ name: String) -> Value? {
        guard let specification = definition.parameters.first(where: { $0.name == name }) else {
            return nil
        }
        guard let bound else {
            let low = specification.minimum ?? -.infinity
            let high = specification.maximum ?? .infinity
            switch specification.type {
            case .int: return .unknown(UnknownScalar(.int, low: low, high: high))
            case .float: return .unknown(UnknownScalar(.float, low: low, high: high))
            case .bool: return .unknown(.truth)
            case .string, .choice:
                guard let sample = specification.values.first ?? specification.defaultValue else {
                    return .unknown(UnknownScalar(.string))
                }
                return unknown(like: sample, among: specification.values)
            }
        }
        trace?.read(name)
        return bound[name].map(Value.init)
    }

    private func unknown(like sample: ParameterValue, among values: [ParameterValue]) -> Value {
        let numbers = values.compactMap(\.number)
        let low = numbers.min() ?? -.infinity
        let high = numbers.max() ?? .infinity
        return switch sample {
        case .bool: .unknown(.truth)
        case .int, .float:
            .unknown(
                UnknownScalar(
                    values.allSatisfy { $0.isWhole } ? .int : .float, low: low, high: high))
        case .string:
            .unknown(
                UnknownScalar(
                    choices: values.compactMap { value in
                        if case .string(let text) = value { text } else { nil }
                    }))
        }
    }

    private func element(of frame: FrameObject, at index: Expression) -> Value {
        if case .slice = index.kind { return slice(ofFrame: frame, at: index) }
        if let joined = choose(
            among: index, in: { name in frame[name].map { read($0, name, of: frame) } })
        {
            return joined
        }
        let value = evaluate(index)
        switch value {
        case .failed: return .failed
        case .string(let name):
            guard let column = frame[name] else {
                return missingColumn(name, of: frame, at: index.position)
            }
            return read(column, name, of: frame)
        case .list(let list):
            var columns: [(String, SeriesObject)] = []
            for element in list.elements {
                guard case .string(let name) = element else {
                    return fail(.type, "columns are named by strings", at: index.position)
                }
                guard let column = frame[name] else {
                    return missingColumn(name, of: frame, at: index.position)
                }
                columns.append((name, SeriesObject(column.value, column.type)))
            }
            return .frame(FrameObject(slot: nil, isOwn: true, columns: columns))
        case .series:
            return fail(
                .unsupported, "rows cannot be filtered: that changes the time axis",
                hint:
                    "keep all bars and combine conditions with &, or use df['a'].where(condition)",
                at: index.position)
        case .unknown(let scalar) where scalar.kind == .string:
            return fail(
                .type, "which column is meant depends on a parameter",
                hint: "choose with if … elif … over the parameter's values", at: index.position)
        default:
            return fail(
                .type, "a frame is indexed by column names, not by \(value.noun)",
                at: index.position)
        }
    }

    /// `s[n:]`: the first bars are left out, which is to say missing, and the others stay in place.
    private func slice(of series: SeriesObject, at index: Expression) -> Value {
        guard case .slice(let low?, nil, nil) = index.kind else {
            if case .slice(nil, nil, nil) = index.kind { return .series(series) }
            return refuseSlice(at: index.position)
        }
        let start = evaluate(low)
        if let number = start.number, number < 0 { return refuseSlice(at: index.position) }
        guard
            let bar = wholeNumber(
                start, what: "the first bar", minimum: 0, code: .lookAhead,
                hint: "count bars from the first one, not from the last", at: index.position)
        else { return .failed }
        let isLeft = number(
            .binary(.greaterOrEqual), barNumber(), builder.constant(Double(bar)))
        let type: SeriesType = series.type.isBoolean && bar > 0 ? .booleanOrMissing : series.type
        return self.series(.select, [isLeft, series.value, builder.constant(.nan)], type)
    }

    private func slice(ofFrame frame: FrameObject, at index: Expression) -> Value {
        var columns: [(String, SeriesObject)] = []
        for (name, column) in zip(frame.names, frame.series) {
            guard case .series(let result) = slice(of: column, at: index) else { return .failed }
            columns.append((name, result))
        }
        return .frame(FrameObject(slot: nil, isOwn: true, columns: columns))
    }

    func refuseSlice(at position: SourcePosition) -> Value {
        fail(
            .lookAhead, "a slice of bars changes the time axis or counts from the last bar",
            hint: "use shift(n) for the value n bars ago, rolling(n) for the last n bars",
            at: position)
    }

    private func element(of series: SeriesObject, at index: Expression) -> Value {
        if case .slice = index.kind { return slice(of: series, at: index) }
        let value = evaluate(index)
        switch value {
        case .failed: return .failed
        case .series:
            return fail(
                .unsupported, "bars cannot be filtered: that changes the time axis",
                hint: "use s.where(condition)", at: index.position)
        case .string:
            return fail(.type, "a series has no columns", at: index.position)
        default:
            if let number = value.number, number < 0 {
                return fail(
                    .lookAhead, "index \(Int(max(-1e9, number))) counts from the last bar",
                    hint: "the series itself is the value on each bar, s.shift(1) the one before",
                    at: index.position)
            }
            guard
                let bar = wholeNumber(
                    value, what: "the bar", minimum: 0, code: .lookAhead, at: index.position)
            else { return .failed }
            return .barValue(series, bar: bar)
        }
    }

    private func element(ofLocated owner: Value, at index: Expression) -> Value {
        switch owner {
        case .series(let series): return element(of: series, at: index)
        case .frame(let frame):
            guard case .tuple(let parts) = index.kind, parts.count == 2 else {
                if case .slice = index.kind { return slice(ofFrame: frame, at: index) }
                return fail(
                    .unsupported, "rows cannot be taken out of a frame",
                    hint: "take the column first: df['close'].shift(n)", at: index.position)
            }
            let key = evaluate(parts[1])
            var column = Value.failed
            if case .int = key, let name = columnName(key, of: frame), let series = frame[name] {
                column = read(series, name, of: frame)
            } else {
                column = element(of: frame, at: parts[1])
            }
            if case .slice(nil, nil, nil) = parts[0].kind { return column }
            guard case .series(let series) = column else { return column }
            return element(of: series, at: parts[0])
        default: return .failed
        }
    }

    private func element(of elements: [Value], isTuple: Bool, at index: Expression) -> Value {
        if case .slice(let low, let high, let step) = index.kind {
            return slice(of: elements, isTuple: isTuple, low, high, step)
        }
        let value = evaluate(index)
        guard let place = value.wholeNumber else {
            if case .failed = value { return .failed }
            if case .unknown = value, let first = elements.first {
                guard spendStep(elements.count, at: index.position) else { return .failed }
                return elements.dropFirst().reduce(first) { join($0, $1) }
            }
            return fail(
                .type, "a list is indexed by whole numbers, not by \(value.noun)",
                at: index.position)
        }
        if elements.isEmpty
            || !elements.indices.contains(place < 0 ? place + elements.count : place)
        {
            return fail(
                .type, "the list has \(elements.count) elements: none at \(place)",
                at: index.position)
        }
        return elements[place < 0 ? place + elements.count : place]
    }

    private func slice(
        of elements: [Value], isTuple: Bool, _ low: Expression?, _ high: Expression?,
        _ step: Expression?
    ) -> Value {
        let bounds = [low, high, step].map { $0.map { evaluate($0).wholeNumber } }
        for (bound, part) in zip([low, high, step], bounds) {
            if let bound, part == .some(nil) {
                return fail(.type, "a slice needs known whole numbers", at: bound.position)
            }
        }
        func clamped(_ place: Int) -> Int {
            max(0, min(elements.count, place < 0 ? place + elements.count : place))
        }
        let by = (bounds[2] ?? nil) ?? 1
        var picked: [Value] = []
        if by == -1, low == nil, high == nil {
            picked = elements.reversed()
        } else if by >= 1 {
            let first = clamped((bounds[0] ?? nil) ?? 0)
            let last = clamped((bounds[1] ?? nil) ?? elements.count)
            picked = Swift.stride(from: first, to: last, by: by).map { elements[$0] }
        } else if let step {
            return fail(.unsupported, "this step is not part of the language", at: step.position)
        }
        guard spendSilently(picked.count) else { return .failed }
        return isTuple ? .tuple(picked) : .list(ListObject(picked))
    }
}
