extension GraphCompiler {
    func assign(_ value: Value, to target: Expression) {
        switch target.kind {
        case .name(let name): scope.set(name, value, storedDependence(value))
        case .tuple(let targets), .list(let targets): unpack(value, into: targets, target.position)
        case .subscripted(let base, let index): assign(value, to: base, at: index)
        case .attribute(let base, let name):
            if name == "columns" || name == "name", assignNames(value, to: evaluate(base)) {
                return
            }
            fail(
                .unsupported, "attributes cannot be assigned",
                hint: "for a column write df['\(name)'] = …", at: target.position)
        default: fail(.syntax, "this cannot be assigned to", at: target.position)
        }
    }

    /// `df.columns = [...]`, and `s.name = …`, which changes nothing.
    private func assignNames(_ value: Value, to object: Value) -> Bool {
        if case .series = object { return true }
        guard case .frame(let frame) = object, case .list(let list) = value else { return false }
        let names = list.elements.compactMap { element in
            if case .string(let name) = element { name } else { nil }
        }
        guard names.count == frame.names.count, names.count == list.elements.count else {
            return false
        }
        frame.rename(names)
        noteChange(of: object)
        return true
    }

    /// The whole column of a target such as `df.loc[condition, 'a']`, whose bars `+=` changes
    /// of the condition; nil for any other target.
    func maskedColumn(_ target: Expression) -> Value? {
        guard case .subscripted(let base, let index) = target.kind else { return nil }
        switch evaluate(base) {
        case .locator(.series(let series), _): return .series(series)
        case .series(let series):
            guard case .series? = Optional(evaluate(index)) else { return nil }
            return .series(series)
        case .locator(.frame(let frame), _):
            guard case .tuple(let parts) = index.kind, parts.count == 2,
                let name = columnName(evaluate(parts[1]), of: frame), let column = frame[name]
            else { return nil }
            return .series(column)
        default: return nil
        }
    }

    private func unpack(_ value: Value, into targets: [Expression], _ position: SourcePosition) {
        if case .failed = value {
            for target in targets { assign(.failed, to: target) }
            return
        }
        let elements: [Value]
        switch value {
        case .tuple(let values): elements = values
        case .list(let list): elements = list.elements
        default:
            fail(.type, "\(value.noun) cannot be unpacked", at: position)
            for target in targets { assign(.failed, to: target) }
            return
        }
        if elements.count != targets.count {
            fail(
                .type, "\(elements.count) values cannot be unpacked into \(targets.count) names",
                at: position)
        }
        for (index, target) in targets.enumerated() {
            assign(index < elements.count ? elements[index] : .failed, to: target)
        }
    }

    private func assign(_ value: Value, to base: Expression, at index: Expression) {
        let object = evaluate(base)
        if case .failed = value { markFailed(object, index); return }
        defer { noteChange(of: object) }
        switch object {
        case .failed: return
        case .frame(let frame): assign(value, to: frame, at: index)
        case .series(let series):
            guard !isChained(base, index) else { return }
            write(value, to: series, where: index)
        case .locator(.series(let series), _):
            if case .attribute(let owner, _) = base.kind, isChained(owner, index) { return }
            write(value, to: series, where: index)
        case .locator(.frame(let frame), _): assign(value, to: frame, located: index)
        case .list(let list):
            guard let place = evaluate(index).wholeNumber else {
                fail(.type, "a list's index must be a known whole number", at: index.position)
                return
            }
            let resolved = place < 0 ? place + list.elements.count : place
            guard list.elements.indices.contains(resolved) else {
                fail(.type, "the list has no element \(place)", at: index.position)
                return
            }
            guard mayHold(list, value, at: index.position) else { return }
            list.elements[resolved] = value
        case .dictionary(let dictionary):
            guard mayHold(dictionary, value, at: index.position) else { return }
            store(value, in: dictionary, under: evaluate(index), at: index.position)
        default: fail(.type, "\(object.noun) cannot be written to", at: base.position)
        }
    }

    /// After a fault: what was to be written counts as failed, so that it is reported once.
    private func markFailed(_ object: Value, _ index: Expression) {
        if case .frame(let frame) = object, case .string(let name) = evaluate(index) {
            frame[name] = frame[name] ?? SeriesObject(builder.constant(.nan), .number)
        }
    }

    /// `df['a'][…] = x` writes to a copy in pandas 3, so nothing would change.
    private func isChained(_ base: Expression, _ index: Expression) -> Bool {
        guard case .subscripted(let owner, let column) = base.kind,
            case .frame = evaluate(owner), case .string(let name) = evaluate(column)
        else { return false }
        fail(
            .meaning, "this writes to a copy of the column, and the frame stays as it is",
            hint: "df.loc[condition, '\(name)'] = … (or assign the whole column)",
            at: base.position)
        return true
    }

    private func assign(_ value: Value, to frame: FrameObject, at index: Expression) {
        let key = evaluate(index)
        switch key {
        case .failed: return
        case .string(let name):
            if case .frame(let other) = value, let only = other.series.first,
                other.names.count == 1
            {
                frame[name] = SeriesObject(only.value, only.type)
                return
            }
            guard let column = column(allowingNone: value, for: "the column", at: index.position)
            else { return }
            frame[name] = SeriesObject(column.value, column.type)
        case .list(let list):
            let names = list.elements.compactMap { element in
                if case .string(let name) = element { name } else { nil }
            }
            guard names.count == list.elements.count,
                case .tuple(let values) = value, values.count == names.count
            else {
                fail(.unsupported, "assign one column at a time", at: index.position)
                return
            }
            for (name, value) in zip(names, values) {
                guard let column = column(value, for: "the column", at: index.position) else {
                    continue
                }
                frame[name] = SeriesObject(column.value, column.type)
            }
        default:
            fail(
                .unsupported, "a frame's rows cannot be written this way",
                hint: "df.loc[condition, 'column'] = …", at: index.position)
        }
    }

    private func column(
        allowingNone value: Value, for what: String, at position: SourcePosition
    ) -> (value: Int, type: SeriesType)? {
        switch value {
        case .none: return (builder.constant(.nan), .number)
        case .axis: return (builder.add(.barTime), .number)
        case .range(.int(0), .barCount, .int(1)): return (barNumber(), .number)
        case .periods(let field):
            return (builder.add(.calendar(field), [builder.add(.barTime)]), .number)
        default: break
        }
        return column(value, for: what, at: position)
    }

    private func assign(_ value: Value, to frame: FrameObject, located index: Expression) {
        guard case .tuple(let parts) = index.kind, parts.count == 2,
            let name = columnName(evaluate(parts[1]), of: frame)
        else {
            fail(
                .unsupported, "name the rows and the column",
                hint: "df.loc[condition, 'column'] = …", at: index.position)
            return
        }
        let column = frame[name] ?? SeriesObject(builder.constant(.nan), .number)
        let written = SeriesObject(column.value, column.type)
        write(value, to: written, where: parts[0])
        frame[name] = written
    }

    /// `s[condition] = x` and `s.iloc[:n] = x`.
    private func write(_ value: Value, to series: SeriesObject, where index: Expression) {
        guard series.isOwn else {
            fail(
                .unsupported, "the data itself cannot be written to",
                hint: "write to a copy: s = s.copy()", at: index.position)
            return
        }
        guard let mask = mask(index),
            let new = column(allowingNone: value, for: "the value", at: index.position)
        else { return }
        let isBoolean = series.type.isBoolean && new.type.isBoolean
        series.value = builder.add(.select, [mask, new.value, series.value])
        series.type =
            isBoolean
            ? (series.type == .boolean && new.type == .boolean ? .boolean : .booleanOrMissing)
            : .number
    }

    /// The bars that an index of an assignment means.
    private func mask(_ index: Expression) -> Int? {
        if case .slice(let low, let high, nil) = index.kind {
            return mask(from: low, to: high, at: index.position)
        }
        if case .subscripted(let base, let part) = index.kind, case .axis = evaluate(base) {
            if case .slice(let low, let high, nil) = part.kind {
                return mask(from: low, to: high, at: index.position)
            }
            return mask(part)
        }
        let value = evaluate(index)
        switch value {
        case .failed: return nil
        case .series(let condition) where condition.type.isBoolean:
            return definiteTruth(condition.value, condition.type)
        case .bool(let truth): return builder.constant(truth ? 1 : 0)
        case .int, .unknown:
            guard
                let bar = wholeNumber(
                    value, what: "the bar", minimum: 0, code: .lookAhead,
                    hint: "count bars from the first one, not from the last", at: index.position)
            else { return nil }
            return builder.add(.binary(.equal), [barNumber(), builder.constant(Double(bar))])
        default:
            fail(
                .type, "the index of an assignment must be a condition, not \(value.noun)",
                hint: "s[close > open] = 1", at: index.position)
            return nil
        }
    }

    /// The bars of `[low:high]`: whole numbers, or labels `df.index[n]`, whose end belongs to them.
    private func mask(
        from low: Expression?, to high: Expression?, at position: SourcePosition
    ) -> Int? {
        var result = builder.constant(1)
        let ends: [(Expression?, BinaryFunction, BinaryFunction)] = [
            (low, .greaterOrEqual, .greaterOrEqual), (high, .less, .lessOrEqual),
        ]
        for case (let end?, let byNumber, let byLabel) in ends {
            var (bound, comparison) = (end, byNumber)
            if case .subscripted(let base, let part) = end.kind, case .axis = evaluate(base) {
                (bound, comparison) = (part, byLabel)
            } else if case .string(let text) = end.kind, let moment = Self.moment(text) {
                let time = number(
                    .binary(byLabel), builder.add(.barTime), builder.constant(moment))
                result = number(.binary(.and), result, time)
                continue
            }
            guard
                let bar = wholeNumber(
                    evaluate(bound), what: "the bound", minimum: 0, code: .lookAhead,
                    hint: "count bars from the first one, not from the last", at: position)
            else { return nil }
            let isInside = number(
                .binary(comparison), barNumber(), builder.constant(Double(bar)))
            result = number(.binary(.and), result, isInside)
        }
        return result
    }
}
