extension GraphCompiler {
    /// Calls a method of a value.
    func callMethod(_ name: String, on receiver: Value, _ call: Call) -> Value {
        let (table, refused) = methods(of: receiver, name)
        if let callable = table[name] {
            defer { noteChange(of: receiver) }
            return invoke(callable, on: receiver, call)
        }
        if let refusal = refused[name] {
            return fail(
                refusal.code, "\(name)() \(refusal.message)", hint: refusal.hint, at: call.position)
        }
        let nearest = self.nearest(to: name, among: table.keys.sorted())
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
        case .axis: (AxisMethods.table, AxisMethods.refused)
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
        case .columns: columns
        default: [:]
        }
    }

    /// Every method that one of them has.
    static var names: [String] {
        [list, dictionary, string, slots, parameters, columns].flatMap(\.keys)
    }

    private static let columns: [String: Callable] = [
        "tolist": Callable("") { _, receiver, _ in names(of: receiver) },
        "to_list": Callable("") { _, receiver, _ in names(of: receiver) },
        "get_loc": Callable("key /") { compiler, receiver, arguments in
            guard case .columns(let frame) = receiver, case .string(let name)? = arguments["key"]
            else { return .failed }
            guard let place = frame.names.firstIndex(of: name) else {
                return compiler.missingColumn(name, of: frame, at: arguments.position("key"))
            }
            return .int(place)
        },
    ]

    private static func names(of receiver: Value) -> Value {
        guard case .columns(let frame) = receiver else { return .failed }
        return .list(ListObject(frame.names.map(Value.string)))
    }

    private static let list: [String: Callable] = [
        "append": Callable("element /") { compiler, receiver, arguments in
            guard case .list(let list) = receiver else { return .failed }
            let element = arguments["element"] ?? .none
            guard compiler.mayHold(list, element, at: arguments.position) else { return .failed }
            list.elements.append(element)
            return .none
        },
        "extend": Callable("elements /") { compiler, receiver, arguments in
            guard case .list(let list) = receiver, let value = arguments["elements"],
                let elements = compiler.elements(of: value, at: arguments.position),
                compiler.mayHold(list, value, at: arguments.position)
            else { return .failed }
            list.elements += elements
            return .none
        },
        "copy": Callable("") { compiler, receiver, _ in
            guard case .list(let list) = receiver, compiler.spendSilently(list.elements.count)
            else { return .failed }
            return .list(ListObject(list.elements))
        },
        "issubset": Callable("other /") { compiler, receiver, arguments in
            guard case .list(let list) = receiver, let other = arguments["other"],
                let container = compiler.elements(of: other, at: arguments.position)
            else { return .failed }
            let names = Set(container.compactMap(compiler.keyText))
            guard compiler.spendSilently(list.elements.count) else { return .failed }
            return .bool(
                list.elements.allSatisfy { compiler.keyText($0).map(names.contains) ?? false })
        },
    ]

    private static let dictionary: [String: Callable] = [
        "get": Callable("key default") { compiler, receiver, arguments in
            guard case .dictionary(let dictionary) = receiver,
                let key = arguments["key"].flatMap(compiler.keyText)
            else { return .failed }
            return dictionary[key] ?? arguments["default"] ?? .none
        },
        "copy": Callable("") { compiler, receiver, arguments in
            let result = DictionaryObject()
            compiler.spread(receiver, into: result, at: arguments.position)
            return .dictionary(result)
        },
        "setdefault": Callable("key default /") { compiler, receiver, arguments in
            guard case .dictionary(let dictionary) = receiver, let key = arguments["key"],
                let name = compiler.keyText(key)
            else { return .failed }
            if dictionary[name] == nil {
                let value = arguments["default"] ?? .none
                guard compiler.mayHold(dictionary, value, at: arguments.position) else {
                    return .failed
                }
                dictionary.set(value, name: name, key: key)
            }
            return dictionary[name] ?? .none
        },
        "update": Callable("other **") { compiler, receiver, arguments in
            guard case .dictionary(let dictionary) = receiver else { return .failed }
            let position = arguments.position
            if let other = arguments["other"] {
                guard compiler.mayHold(dictionary, other, at: position) else { return .failed }
                compiler.spread(other, into: dictionary, at: arguments.position("other"))
            }
            for (name, value) in arguments.extra
            where compiler.mayHold(dictionary, value, at: position) {
                dictionary[name] = value
            }
            return .none
        },
        "keys": Callable("") { compiler, receiver, _ in
            guard case .dictionary(let dictionary) = receiver,
                compiler.spendSilently(dictionary.keys.count)
            else { return .failed }
            return .list(ListObject(dictionary.keyValues))
        },
        "values": Callable("") { compiler, receiver, _ in
            guard case .dictionary(let dictionary) = receiver,
                compiler.spendSilently(dictionary.keys.count)
            else { return .failed }
            return .list(ListObject(dictionary.keys.compactMap { dictionary[$0] }))
        },
        "items": Callable("") { compiler, receiver, _ in
            guard case .dictionary(let dictionary) = receiver,
                compiler.spendSilently(dictionary.keys.count)
            else { return .failed }
            return .list(
                ListObject(
                    zip(dictionary.keys, dictionary.keyValues).compactMap { name, key in
                        dictionary[name].map { .tuple([key, $0]) }
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
        "format": Callable("a b c d e f **") { compiler, receiver, arguments in
            guard case .string(let text) = receiver else { return .failed }
            return compiler.formatted(text, arguments)
        },
        "startswith": Callable("prefix /") { _, receiver, arguments in
            guard case .string(let text) = receiver, case .string(let part)? = arguments["prefix"]
            else { return .unknown(.truth) }
            return .bool(text.hasPrefix(part))
        },
        "endswith": Callable("suffix /") { _, receiver, arguments in
            guard case .string(let text) = receiver, case .string(let part)? = arguments["suffix"]
            else { return .unknown(.truth) }
            return .bool(text.hasSuffix(part))
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
        "items": Callable("") { compiler, _, _ in
            .list(
                ListObject(
                    compiler.definition.slots.compactMap { slot in
                        compiler.slotFrames[slot.name].map {
                            .tuple([.string(slot.name), .frame($0)])
                        }
                    }))
        },
        "values": Callable("") { compiler, _, _ in
            .list(
                ListObject(
                    compiler.definition.slots.compactMap {
                        compiler.slotFrames[$0.name].map(Value.frame)
                    }))
        },
    ]

    private static let parameters: [String: Callable] = [
        "get": Callable("name default") { compiler, _, arguments in
            guard case .string(let name)? = arguments["name"] else { return .failed }
            return compiler.parameter(name) ?? arguments["default"] ?? .none
        },
        "keys": members("keys"), "values": members("values"), "items": members("items"),
        "copy": members("copy"),
    ]

    /// The methods of a dictionary on `params`, which is read only.
    private static func members(_ name: String) -> Callable {
        Callable("") { compiler, receiver, arguments in
            let result = DictionaryObject()
            compiler.spread(receiver, into: result, at: arguments.position)
            if name == "copy" { return .dictionary(result) }
            return compiler.callMethod(name, on: .dictionary(result), arguments.call)
        }
    }
}

extension GraphCompiler {
    /// `'sma_{}'.format(n)`, also with numbers or names in the braces.
    func formatted(_ text: String, _ arguments: BoundArguments) -> Value {
        let positional = ["a", "b", "c", "d", "e", "f"].compactMap { arguments[$0] }
        let named = arguments.extra
        var result = ""
        var next = 0
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let field = rest[rest.index(after: open)..<close].split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            rest = rest[rest.index(after: close)...]
            let name = field.first.map(String.init) ?? ""
            let format = field.count > 1 ? String(field[1]) : ""
            var place = Int(name)
            if name.isEmpty {
                place = next
                next += 1
            }
            let value =
                place.map { positional.indices.contains($0) ? positional[$0] : nil }
                ?? named.first { $0.name == name }?.value
            result += self.text(value ?? .none, format: format)
        }
        return joinedText([result, String(rest)], at: arguments.position)
    }
}
