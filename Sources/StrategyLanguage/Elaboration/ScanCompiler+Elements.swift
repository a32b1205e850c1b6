extension ScanCompiler {
    /// The series that an expression names, as the object that a write reaches.
    func seriesObject(_ expression: Expression) -> SeriesObject? {
        switch expression.kind {
        case .attribute(let owner, let name)
        where ["loc", "iloc", "at", "iat", "values", "array"].contains(name):
            return seriesObject(owner)
        case .call(let callee, let arguments):
            if case .attribute(let owner, "to_numpy") = callee.kind, arguments.isEmpty {
                return seriesObject(owner)
            }
        case .subscripted(let owner, let index):
            if case .frame(let frame) = compiler.evaluate(owner),
                case .string(let name) = compiler.evaluate(index)
            {
                if let column = frame[name] { return column }
                _ = compiler.missingColumn(name, of: frame, at: index.position)
                return nil
            }
        case .attribute(let owner, let name):
            if case .frame(let frame) = compiler.evaluate(owner), let column = frame[name] {
                return column
            }
        default: break
        }
        switch compiler.evaluate(expression) {
        case .series(let series), .locator(.series(let series), _): return series
        default: return nil
        }
    }

    func element(of base: Expression, at index: Expression) -> ScanValue {
        if case .name(let name) = base.kind, let list = appendedList(name) {
            return element(ofList: list, at: evaluate(index), index.position)
        }
        if !isInvariant(base) {
            switch (evaluate(base), evaluate(index)) {
            case (.failed, _), (_, .failed): return .failed
            case (.row(let frame, let offset), .outer(.string(let name))):
                return column(name, of: frame, offset: offset, at: index.position)
            case (.window(let window), .outer(let value)):
                return element(of: window, at: value, index.position)
            case (.group(let parts), .outer(let value)):
                if let place = value.wholeNumber, parts.indices.contains(place) {
                    return parts[place]
                }
            default: break
            }
            compiler.fail(
                .unsupported, "this cannot be indexed in a loop over bars", at: base.position)
            return .failed
        }
        if case .slice(let low, let high, nil) = index.kind {
            return slice(of: base, low, high, at: index.position)
        }
        if let located = frameElement(of: base, at: index) { return located }
        let place = evaluate(index)
        if case .bar = place, case .axis = compiler.evaluate(base) { return place }
        if case .outer(let value) = place {
            let owner = compiler.evaluate(base)
            if case .list(let list) = owner, let number = value.wholeNumber,
                list.elements.indices.contains(number)
            {
                return .outer(list.elements[number])
            }
            if value.interval != nil, let series = seriesObject(base) {
                return fixedBar(value, of: series, at: index.position)
            }
        }
        guard case .bar(let offset) = place else {
            if case .failed = place { return .failed }
            compiler.fail(
                .lookAhead, "a bar is read by the loop's number minus a known number",
                hint: "x.iloc[i - 1], with the loop variable itself", at: index.position)
            return .failed
        }
        guard let series = seriesObject(base) else {
            compiler.fail(.type, "this is not a series", at: base.position)
            return .failed
        }
        return read(series, lag: -offset, at: index.position)
    }

    /// `close.iloc[0]`: the same bar, whatever the loop's bar.
    private func fixedBar(
        _ index: Value, of series: SeriesObject, at position: SourcePosition
    ) -> ScanValue {
        guard
            let bar = compiler.wholeNumber(
                index, what: "the bar", minimum: 0, code: .lookAhead,
                hint: "a negative index is a later bar; read x.iloc[i - k]", at: position)
        else { return .failed }
        if bar >= loop.firstBar, isOutput(series) {
            compiler.fail(
                .unsupported, "a fixed bar of a series that the loop writes",
                hint: "keep the value in a variable of its own", at: position)
            return .failed
        }
        return .outer(.barValue(series, bar: bar))
    }

    /// `df.iloc[i]`, `df.loc[df.index[i], 'close']`; nil where the base is no frame's locator.
    private func frameElement(of base: Expression, at index: Expression) -> ScanValue? {
        guard case .attribute(let owner, let name) = base.kind,
            ["loc", "iloc", "at", "iat"].contains(name), isInvariant(owner),
            case .frame(let frame) = compiler.evaluate(owner)
        else { return nil }
        if case .tuple(let parts) = index.kind, parts.count == 2 {
            guard case .bar(let offset) = evaluate(parts[0]),
                case .outer(let key) = evaluate(parts[1]),
                let column = compiler.columnName(key, of: frame)
            else { return nil }
            return self.column(column, of: frame, offset: offset, at: index.position)
        }
        guard case .bar(let offset) = evaluate(index) else { return nil }
        return .row(frame, offset: offset)
    }

    func column(
        _ name: String, of frame: FrameObject, offset: Int, at position: SourcePosition
    ) -> ScanValue {
        guard let series = frame[name] else {
            _ = compiler.missingColumn(name, of: frame, at: position)
            return .failed
        }
        return read(series, lag: -offset, at: position)
    }
}
