/// The functions of pandas itself.
enum PandasFunctions {
    static let table: [String: Callable] = [
        "pandas.Series": Callable("data index dtype name copy") { compiler, _, arguments in
            compiler.makeSeries(arguments)
        },
        "pandas.DataFrame": Callable("data index columns dtype") { compiler, _, arguments in
            compiler.makeFrame(arguments)
        },
        "pandas.concat": Callable("objs / axis join keys") { compiler, _, arguments in
            compiler.concatenate(arguments)
        },
        "pandas.isna": test("isna"), "pandas.isnull": test("isna"),
        "pandas.notna": test("notna"), "pandas.notnull": test("notna"),
        "pandas.Timestamp": date, "pandas.to_datetime": date,
        "pandas.to_numeric": Callable("arg / errors") { _, _, arguments in
            arguments["arg"] ?? .failed
        },
    ]

    /// A date stays as it is written: it is only compared with the index.
    private static let date = Callable("value /") { compiler, _, arguments in
        switch arguments["value"] {
        case .axis?: return .axis
        case .string(let text)? where GraphCompiler.moment(text) != nil: return .string(text)
        default:
            return compiler.fail(
                .type, "\(arguments.call.name)() takes a date", hint: "pd.Timestamp('2020-01-31')",
                at: arguments.position)
        }
    }

    private static func test(_ method: String) -> Callable {
        Callable("obj /") { compiler, _, arguments in
            guard let value = arguments["obj"] else { return .bool(method == "isna") }
            if value.isScalar {
                guard let number = value.number else { return .unknown(.truth) }
                return .bool(number.isNaN == (method == "isna"))
            }
            return compiler.callMethod(
                method, on: value, Call(name: method, items: [], position: arguments.position))
        }
    }
}

extension GraphCompiler {
    func makeSeries(_ arguments: BoundArguments) -> Value {
        if let index = arguments["index"], !isAxis(index) {
            return fail(
                .unsupported, "a series of its own time axis is not part of the language",
                hint: "index=df.index", at: arguments.position("index"))
        }
        switch arguments["data"] ?? .float(.nan) {
        case .axis: return .axis
        case .periods(let field):
            return series(.calendar(field), [builder.add(.barTime)])
        case .list(let list) where list.series != nil:
            return constantSeries(.list(list), type: arguments["dtype"], at: arguments.position)
        case .list, .tuple, .dictionary:
            return fail(
                .unsupported, "a series cannot be made of a list",
                hint: "start from pd.Series(0.0, index=df.index) and write s.iloc[i] in the loop, "
                    + "or append one value for each bar",
                at: arguments.position)
        case let data:
            return constantSeries(data, type: arguments["dtype"], at: arguments.position)
        }
    }

    private func isAxis(_ value: Value) -> Bool {
        if case .axis = value { true } else { false }
    }

    func makeFrame(_ arguments: BoundArguments) -> Value {
        let frame = FrameObject(slot: nil, isOwn: true, columns: [])
        switch arguments["data"] {
        case .dictionary(let dictionary)?:
            for name in dictionary.keys {
                guard let value = dictionary[name],
                    let column = column(value, for: "column '\(name)'", at: arguments.position)
                else { return .failed }
                frame[name] = SeriesObject(column.value, column.type)
            }
        case .frame(let other)?:
            guard spendSilently(other.stepCount) else { return .failed }
            return .frame(other.copy())
        case nil: break
        case let scalar?:
            guard let columns = arguments["columns"],
                let names = elements(of: columns, at: arguments.position),
                let column = column(scalar, for: "the value", at: arguments.position)
            else { return .failed }
            for case .string(let name) in names {
                frame[name] = SeriesObject(column.value, column.type)
            }
        }
        return .frame(frame)
    }

    func concatenate(_ arguments: BoundArguments) -> Value {
        var isAcross = arguments["axis"]?.number == 1
        if case .string("columns")? = arguments["axis"] { isAcross = true }
        guard isAcross else {
            return fail(
                .unsupported, "pd.concat() along the rows changes the time axis",
                hint: "pd.concat([a, b], axis=1)", at: arguments.position)
        }
        guard let objects = arguments["objs"],
            var parts = elements(of: objects, at: arguments.position)
        else { return .failed }
        var keys = arguments["keys"].flatMap { elements(of: $0, at: arguments.position) } ?? []
        if case .dictionary(let dictionary) = objects {
            (keys, parts) = (parts, dictionary.keys.compactMap { dictionary[$0] })
        }
        let frame = FrameObject(slot: nil, isOwn: true, columns: [])
        for (index, part) in parts.enumerated() {
            if case .frame(let other) = part {
                guard spendStep(other.stepCount, at: arguments.position) else { return .failed }
                for name in other.names {
                    let isTaken = frame[name] != nil
                    frame[isTaken ? "\(index).\(name)" : name] = other[name]
                }
                continue
            }
            guard let column = column(part, for: "a column", at: arguments.position("objs")) else {
                return .failed
            }
            var name = String(index)
            if case .series(let series) = part, let own = series.name, frame[own] == nil {
                name = own
            }
            if index < keys.count, case .string(let key) = keys[index] { name = key }
            frame[name] = SeriesObject(column.value, column.type)
        }
        return .frame(frame)
    }
}
