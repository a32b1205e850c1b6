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
}
