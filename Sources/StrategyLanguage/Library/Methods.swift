import AlmanacCore

extension GraphCompiler {
    /// Calls a method of a value.
    func callMethod(_ name: String, on receiver: Value, _ call: Call) -> Value {
        let (table, refused) = methods(of: receiver, name)
        if let callable = table[name] { return invoke(callable, on: receiver, call) }
        if let refusal = refused[name] {
            return fail(
                refusal.code, "\(name)() \(refusal.message)", hint: refusal.hint, at: call.position)
        }
        let nearest = nearestName(to: name, among: table.keys.sorted())
        return fail(
            .unsupported, "\(receiver.noun) has no method '\(name)' in the language",
            hint: nearest.map { "did you mean '\($0)'?" }, at: call.position)
    }

    private func methods(
        of receiver: Value, _ name: String
    ) -> (table: [String: Callable], refused: [String: Refusal]) {
        switch receiver {
        case .series where name.hasPrefix("vbt."): (VectorbtMethods.table, [:])
        case .series: (SeriesMethods.table, SeriesMethods.refused)
        case .frame: (FrameMethods.table, FrameMethods.refused)
        case .window: (WindowMethods.table, WindowMethods.refused)
        case .exponential: (ExponentialMethods.table, [:])
        case .sessions: (SessionMethods.table, SessionMethods.refused)
        case .list, .dictionary, .string, .unknown, .slots, .parameters, .columns, .tuple:
            (ContainerMethods.table(for: receiver), [:])
        default: ([:], [:])
        }
    }

    /// The receiver of a series method.
    func receiverSeries(_ receiver: Value) -> SeriesObject {
        if case .series(let series) = receiver { return series }
        return SeriesObject(builder.constant(.nan), .number)
    }
}

/// What lists, dictionaries, strings, `data` and `params` can do.
enum ContainerMethods {
    static func table(for receiver: Value) -> [String: Callable] {
        switch receiver {
        case .list: list
        case .dictionary: dictionary
        case .string, .unknown: string
        case .slots: slots
        case .parameters: parameters
        case .columns: ["tolist": Callable("") { _, receiver, _ in names(of: receiver) }]
        default: [:]
        }
    }

    private static func names(of receiver: Value) -> Value {
        guard case .columns(let frame) = receiver else { return .failed }
        return .list(ListObject(frame.names.map(Value.string)))
    }

    private static let list: [String: Callable] = [
        "append": Callable("element /") { compiler, receiver, arguments in
            guard case .list(let list) = receiver, let element = arguments["element"],
                compiler.fits(list.elements.count + 1, at: arguments.position)
            else { return .failed }
            list.elements.append(element)
            return .none
        },
        "extend": Callable("elements /") { compiler, receiver, arguments in
            guard case .list(let list) = receiver, let value = arguments["elements"],
                let elements = compiler.elements(of: value, at: arguments.position),
                compiler.fits(list.elements.count + elements.count, at: arguments.position)
            else { return .failed }
            list.elements += elements
            return .none
        },
    ]

    private static let dictionary: [String: Callable] = [
        "get": Callable("key default") { _, receiver, arguments in
            guard case .dictionary(let dictionary) = receiver,
                case .string(let key)? = arguments["key"]
            else { return .failed }
            return dictionary[key] ?? arguments["default"] ?? .none
        },
        "keys": Callable("") { _, receiver, _ in
            guard case .dictionary(let dictionary) = receiver else { return .failed }
            return .list(ListObject(dictionary.keyValues))
        },
        "values": Callable("") { _, receiver, _ in
            guard case .dictionary(let dictionary) = receiver else { return .failed }
            return .list(ListObject(dictionary.keys.compactMap { dictionary[$0] }))
        },
        "items": Callable("") { _, receiver, _ in
            guard case .dictionary(let dictionary) = receiver else { return .failed }
            return .list(
                ListObject(
                    zip(dictionary.keys, dictionary.keyValues).compactMap { key, value in
                        dictionary[key].map { .tuple([value, $0]) }
                    }))
        },
    ]

    private static let string: [String: Callable] = [
        "lower": Callable("") { _, receiver, _ in
            if case .string(let text) = receiver { .string(text.lowercased()) } else { receiver }
        },
        "upper": Callable("") { _, receiver, _ in
            if case .string(let text) = receiver { .string(text.uppercased()) } else { receiver }
        },
    ]

    private static let slots: [String: Callable] = [
        "get": Callable("slot default") { compiler, _, arguments in
            guard case .string(let name)? = arguments["slot"] else { return .failed }
            return compiler.slotFrames[name].map(Value.frame) ?? arguments["default"] ?? .none
        },
        "keys": Callable("") { compiler, _, _ in
            .list(ListObject(compiler.definition.slots.map { .string($0.name) }))
        },
    ]

    private static let parameters: [String: Callable] = [
        "get": Callable("name default") { compiler, _, arguments in
            guard case .string(let name)? = arguments["name"] else { return .failed }
            return compiler.parameter(name) ?? arguments["default"] ?? .none
        }
    ]
}
