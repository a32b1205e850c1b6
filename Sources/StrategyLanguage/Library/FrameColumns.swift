/// Operators, methods and new columns of a whole data frame: one column after the other.
extension GraphCompiler {
    /// An operation on every column of a frame, with a scalar or with the other frame's columns.
    func eachColumn(
        _ left: Value, _ right: Value, _ symbol: String, at position: SourcePosition,
        _ operation: (Value, Value) -> Value
    ) -> Value {
        let names: [String]
        switch (left, right) {
        case (.frame(let a), .frame(let b)):
            guard Set(a.names) == Set(b.names) else {
                return fail(
                    .type, "'\(symbol)' needs the same columns on both sides",
                    hint: "take the columns first: a['close'] \(symbol) b['close']", at: position)
            }
            names = a.names
        case (.frame(let frame), let other), (let other, .frame(let frame)):
            guard other.isScalar else {
                return fail(
                    .type, "'\(symbol)' does not work on a data frame and \(other.noun)",
                    hint: "take the column first: df['close'] \(symbol) x", at: position)
            }
            names = frame.names
        default: return .failed
        }
        guard spendStep(names.count * 8, at: position) else { return .failed }
        var columns: [(String, SeriesObject)] = []
        for name in names {
            guard
                case .series(let result) = operation(
                    column(name, of: left), column(name, of: right))
            else { return .failed }
            columns.append((name, result))
        }
        return .frame(FrameObject(slot: nil, isOwn: true, columns: columns))
    }

    private func column(_ name: String, of value: Value) -> Value {
        guard case .frame(let frame) = value else { return value }
        return frame[name].map { .series(SeriesObject($0.value, $0.type)) } ?? .failed
    }

    /// The column that a name or a place in a frame means.
    func columnName(_ index: Value, of frame: FrameObject) -> String? {
        if case .string(let name) = index { return name }
        guard let place = index.wholeNumber else { return nil }
        let resolved = place < 0 ? place + frame.names.count : place
        return frame.names.indices.contains(resolved) ? frame.names[resolved] : nil
    }

    /// `df.assign(a=x, b=lambda d: …)`.
    func assignColumns(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard case .frame(let original) = receiver, spendSilently(original.stepCount) else {
            return .failed
        }
        let frame = original.copy()
        for (name, value) in arguments.extra {
            var value = value
            if case .function(let function) = value {
                let item = Call.Item(value: .frame(frame), position: arguments.position)
                value = call(
                    function, Call(name: "lambda", items: [item], position: arguments.position))
            }
            guard let column = column(value, for: "column '\(name)'", at: arguments.position) else {
                return .failed
            }
            frame[name] = SeriesObject(column.value, column.type)
        }
        return .frame(frame)
    }

    /// `df.rename(columns={'a': 'b'})`.
    func renameColumns(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard case .frame(let frame) = receiver, refuse(arguments, ["inplace", "index"]),
            case .dictionary(let names)? = arguments["columns"]
        else {
            return fail(
                .argument, "rename() takes the columns' new names",
                hint: "df.rename(columns={'a': 'b'})", at: arguments.position)
        }
        let renamed = frame.names.map { name in
            if case .string(let new)? = names[name] { new } else { name }
        }
        guard spendStep(frame.stepCount, at: arguments.position) else { return .failed }
        return .frame(frame.renamed(renamed))
    }

    /// `df.join(other)`: all slots have the same bars, so the columns stand side by side.
    func joinColumns(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard case .frame(let original) = receiver, refuse(arguments, ["on", "lsuffix", "rsuffix"])
        else { return .failed }
        let frame = original.copy()
        var columns: [(String, SeriesObject)] = []
        switch arguments["other"] {
        case .frame(let other)?: columns = Array(zip(other.names, other.series))
        case .series(let series)?: columns = [(series.name ?? "", series)]
        default: break
        }
        let isNew = columns.allSatisfy { name, _ in !name.isEmpty && frame[name] == nil }
        guard isNew, !columns.isEmpty else {
            return fail(
                .unsupported, "join() adds named columns that the frame does not have",
                hint: "df['other'] = other", at: arguments.position)
        }
        for (name, series) in columns { frame[name] = SeriesObject(series.value, series.type) }
        return .frame(frame)
    }

    /// `df.drop(columns=['a'])`.
    func dropColumns(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard case .frame(let frame) = receiver, refuse(arguments, ["inplace", "index"]) else {
            return .failed
        }
        let labels = arguments["axis"]?.number == 1 ? arguments["labels"] : nil
        guard let given = arguments["columns"] ?? labels else {
            return fail(
                .unsupported, "drop() removes columns only: rows are the time axis",
                hint: "df.drop(columns=['a'])", at: arguments.position)
        }
        var dropped: [Value] = [given]
        if let several = given.isScalar ? nil : elements(of: given, at: arguments.position) {
            dropped = several
        }
        guard spendStep(frame.stepCount, at: arguments.position) else { return .failed }
        let names = Set(dropped.compactMap { columnName($0, of: frame) })
        return .frame(
            FrameObject(
                slot: nil, isOwn: true,
                columns: frame.names.filter { !names.contains($0) }.compactMap { name in
                    frame[name].map { (name, SeriesObject($0.value, $0.type)) }
                }))
    }

    /// `rolling(n).agg(['mean', 'std'])`: a frame with a column for each statistic.
    func aggregate(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        let position = arguments.position
        guard let given = arguments["func"] else { return .failed }
        if case .string(let name) = given {
            return callMethod(name, on: receiver, Call(name: name, items: [], position: position))
        }
        let names = given.isScalar ? [] : elements(ofNames: given)
        guard !names.isEmpty else {
            return fail(
                .unsupported, "agg() takes the names of statistics", hint: ".agg(['mean', 'std'])",
                at: position)
        }
        guard spendStep(names.count * 8, at: position) else { return .failed }
        var columns: [(String, SeriesObject)] = []
        for name in names {
            let call = Call(name: name, items: [], position: position)
            guard case .series(let result) = callMethod(name, on: receiver, call) else {
                return .failed
            }
            columns.append((name, result))
        }
        return .frame(FrameObject(slot: nil, isOwn: true, columns: columns))
    }

    private func elements(ofNames value: Value) -> [String] {
        guard case .list(let list) = value else { return [] }
        let names = list.elements.compactMap { element in
            if case .string(let name) = element { name } else { nil }
        }
        return names.count == list.elements.count ? names : []
    }
}
