import AlmanacCore

/// Calls of TA-Lib's functions by their signatures.
enum TALibCalls {
    /// TA-Lib's kinds of moving average, by number.
    static let averageTypes = ["SMA", "EMA", "WMA", "DEMA", "TEMA", "TRIMA", "KAMA", "MAMA", "T3"]
}

extension GraphCompiler {
    func callTALib(_ function: TALibFunction, _ call: Call) -> Value {
        let signature = function.signature
        let names = signature.inputs + signature.options.map(\.name)
        guard let arguments = bind(call, to: names, required: signature.inputs.count) else {
            return .failed
        }
        var inputs: [Int] = []
        for name in signature.inputs {
            guard let value = arguments[name] else {
                return fail(
                    .argument, "talib.\(function.rawValue)() needs '\(name)'", at: call.position)
            }
            guard case .series(let series) = value else {
                if case .failed = value { return .failed }
                return fail(
                    .type,
                    "'\(name)' of talib.\(function.rawValue)() must be a series, not "
                        + value.noun, at: arguments.position(name))
            }
            inputs.append(series.value)
        }
        var options: [Number] = []
        for option in signature.options {
            guard let value = self.option(option, of: function, arguments) else { return .failed }
            options.append(Number(value))
        }
        let first = builder.add(.talib(function, options: options), inputs)
        let outputs = signature.outputs.indices.map { index in
            Value.series(SeriesObject(first + index, .number))
        }
        return outputs.count == 1 ? outputs[0] : .tuple(outputs)
    }

    private func option(
        _ option: TALibSignature.Option, of function: TALibFunction, _ arguments: BoundArguments
    ) -> Double? {
        guard let value = arguments[option.name] else { return option.defaultValue }
        let what = "'\(option.name)' of talib.\(function.rawValue)()"
        let position = arguments.position(option.name)
        let number: Double
        if option.kind == .real {
            guard let real = realNumber(value, what: what, at: position) else { return nil }
            number = real
        } else {
            guard let whole = wholeOption(value, option, what: what, at: position) else {
                return nil
            }
            number = Double(whole)
        }
        let isUnknown = value.number == nil
        guard isUnknown || (option.minimum...option.maximum).contains(number) else {
            fail(
                .argument,
                "\(what) is \(JSON.text(of: number)), outside \(JSON.text(of: option.minimum)) "
                    + "to \(JSON.text(of: option.maximum))", at: position)
            return nil
        }
        return number
    }

    /// A whole option.
    ///
    /// While checking, a parameter that may fall below TA-Lib's own minimum, but
    /// not below a window of 1, is only warned of: no bound of it looks ahead, and binding checks
    /// it.
    private func wholeOption(
        _ value: Value, _ option: TALibSignature.Option, what: String, at position: SourcePosition
    ) -> Int? {
        let least = Int(option.minimum)
        if case .unknown(let scalar) = value, scalar.kind == .int, least > 1,
            (1..<option.minimum).contains(scalar.low), scalar.high >= option.minimum
        {
            warn(
                "\(what) must be at least \(least): it is checked when parameters are bound",
                hint: "give the parameter a min of at least \(least)", at: position)
            return least
        }
        return wholeNumber(value, what: what, minimum: least, at: position)
    }
}
