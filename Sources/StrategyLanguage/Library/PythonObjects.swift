/// Dictionaries made by call, and the types of values.
extension GraphCompiler {
    /// `dict(a=x)`, `dict(other)`, `dict(zip(names, values))`.
    func makeDictionary(_ arguments: BoundArguments) -> Value {
        let result = DictionaryObject()
        if let items = arguments["items"] { spread(items, into: result, at: arguments.position) }
        for (name, value) in arguments.extra { result[name] = value }
        return limited(.dictionary(result), at: arguments.position)
    }

    /// `isinstance(value, types)`, where the answer is known.
    func isInstance(_ arguments: BoundArguments) -> Value {
        guard let value = arguments["value"], let types = arguments["types"] else { return .failed }
        var names: [String] = []
        for type in elements(ofTypes: types) {
            guard case .library(let path) = type else { return .unknown(.truth) }
            names.append(path)
        }
        let own: [String]
        switch value {
        case .series: own = ["pandas.Series", "numpy.ndarray"]
        case .frame: own = ["pandas.DataFrame"]
        case .list: own = ["python.list"]
        case .tuple: own = ["python.tuple"]
        case .dictionary, .slots, .parameters: own = ["python.dict"]
        case .none: own = []
        default:
            switch value.interval?.kind {
            case .bool?: own = ["python.bool", "python.int"]
            case .int?: own = ["python.int"]
            case .float?: own = ["python.float"]
            case .string?: own = ["python.str"]
            case nil: return .unknown(.truth)
            }
        }
        return .bool(names.contains { own.contains($0) })
    }

    private func elements(ofTypes types: Value) -> [Value] {
        if case .tuple(let types) = types, spendSilently(types.count) {
            return types.flatMap(elements(ofTypes:))
        }
        return [types]
    }

    // MARK: - Dictionary displays

    func dictionary(_ members: [(key: Expression?, value: Expression)]) -> Value {
        let dictionary = DictionaryObject()
        for (key, value) in members {
            let (result, dependence) = isolated { evaluate(value) }
            guard let key else {
                spread(result, into: dictionary, at: value.position)
                continue
            }
            let name = evaluate(key)
            store(result, in: dictionary, under: name, at: key.position)
            if trace != nil, let name = keyText(name) {
                dictionary.setDependence(dependence, of: name)
            }
        }
        return .dictionary(dictionary)
    }

    func dictionary(
        _ key: Expression, _ value: Expression, _ clauses: [ComprehensionClause]
    ) -> Value {
        let pair = Expression(.tuple([key, value]), at: key.position)
        guard case .list(let pairs) = comprehension(pair, clauses) else { return .failed }
        let dictionary = DictionaryObject()
        for case .tuple(let parts) in pairs.elements where parts.count == 2 {
            store(parts[1], in: dictionary, under: parts[0], at: key.position)
        }
        return limited(.dictionary(dictionary), at: key.position)
    }

    /// `{**other}` and `update(other)`.
    func spread(
        _ other: Value, into dictionary: DictionaryObject, at position: SourcePosition
    ) {
        switch other {
        case .failed: return
        case .dictionary(let other):
            guard spendSilently(other.keys.count) else { return }
            for (name, key) in zip(other.keys, other.keyValues) {
                other[name].map { dictionary.set($0, name: name, key: key) }
                if let trace {
                    dictionary.setDependence(
                        trace.dependence.union(other.dependence).union(
                            other.dependence(of: name) ?? trace.everything), of: name)
                }
            }
        case .parameters:
            for specification in definition.parameters {
                let (value, dependence) = isolated { parameter(specification.name) }
                dictionary[specification.name] = value
                if trace != nil { dictionary.setDependence(dependence, of: specification.name) }
            }
        default:
            guard let pairs = elements(of: other, at: position) else { return }
            for pair in pairs {
                guard case .tuple(let parts) = pair, parts.count == 2 else {
                    fail(.type, "a dictionary is made of keys with values", at: position)
                    return
                }
                store(parts[1], in: dictionary, under: parts[0], at: position)
            }
        }
    }

    func store(
        _ value: Value, in dictionary: DictionaryObject, under key: Value,
        at position: SourcePosition
    ) {
        if case .failed = key { return }
        guard let name = keyText(key) else {
            fail(
                .type, "a dictionary's keys must be known strings or numbers, not \(key.noun)",
                at: position)
            return
        }
        dictionary.set(value, name: name, key: key)
        if let trace { dictionary.setDependence(trace.dependence, of: name) }
    }

    /// The text that stands for a dictionary's key; nil where it is no known string or number.
    func keyText(_ key: Value) -> String? {
        if case .string(let name) = key { return name }
        if case .tuple(let parts) = key, spendSilently(parts.count) {
            let texts = parts.compactMap(keyText)
            return texts.count == parts.count ? "(\(texts.joined(separator: ", ")))" : nil
        }
        return key.number.map { text(.float($0)) }
    }
}
