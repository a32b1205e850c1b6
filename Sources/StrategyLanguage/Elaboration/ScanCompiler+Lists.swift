/// Lists that a loop over bars appends to once a bar.
extension ScanCompiler {
    /// The output of a list that the loop appends to, by the list's name.
    func appendedList(_ name: String) -> Int? {
        guard outputs.contains(where: { $0.list != nil }), hiddenNames.isEmpty,
            case .list(let list)? = compiler.scope.lookUp(name)
        else { return nil }
        return outputs.firstIndex { $0.list === list }
    }

    /// Makes a list that the loop appends to once a bar a series: what it holds before the loop are
    /// the values of the bars before the loop's first.
    func declareList(_ list: ListObject, at position: SourcePosition) {
        guard !outputs.contains(where: { $0.list === list }) else { return }
        guard list.elements.count == loop.firstBar, loop.step == 1 else {
            compiler.fail(
                .unsupported,
                "the list holds \(list.elements.count) values before a loop that starts at bar "
                    + "\(loop.firstBar): it would not get one value for each bar",
                hint: "start from [0] * len(df) and write x[i], or give it one value for each bar "
                    + "before the loop", at: position)
            return
        }
        var start = compiler.builder.constant(.nan)
        var isBoolean = true
        for (bar, element) in list.elements.enumerated() {
            guard let (value, type) = compiler.listElement(element, at: position) else { return }
            isBoolean = isBoolean && type == .boolean
            if bar == 0 || compiler.builder.constantValue(start) != nil && start == value {
                start = value
                continue
            }
            let isBefore = compiler.number(
                .binary(.less), compiler.barNumber(), compiler.builder.constant(Double(bar)))
            start = compiler.number(.select, isBefore, start, value)
        }
        facts.appended[outputs.count] = [0]
        outputs.append(
            OutputSeries(
                object: SeriesObject(start, isBoolean ? .boolean : .number),
                register: newRegister(),
                startInput: inputRegister(start, isBoolean ? .boolean : .number),
                isBoolean: isBoolean, list: list, position: position))
    }

    func append(_ value: ScanValue, toList output: Int, at position: SourcePosition) {
        guard breakJumps.isEmpty else {
            compiler.fail(
                .unsupported, "a list is appended to in an inner loop",
                hint: "append once for each bar", at: position)
            return
        }
        guard let (register, type) = materialized(value, allowsNone: true, at: position) else {
            return
        }
        instructions.append(.move(from: register, into: outputs[output].register))
        outputs[output].isBoolean = outputs[output].isBoolean && type.isBoolean
        facts.appended[output] = Set(facts.appended[output, default: [0]].map { $0 + 1 })
    }

    /// `list[i - 1]` and `list[-1]`.
    func element(ofList output: Int, at place: ScanValue, _ position: SourcePosition) -> ScanValue {
        let counts = facts.appended[output, default: [0]]
        var lag: Int?
        switch place {
        case .failed: return .failed
        case .bar(let offset): lag = -offset
        case .outer(let value):
            if let number = value.wholeNumber, number < 0,
                number > -GraphCompiler.maxWholeNumber, counts.count == 1,
                let count = counts.first
            {
                lag = -number - count
            }
        default: break
        }
        guard let lag, lag > 0 || (lag == 0 && counts == [1]) else {
            compiler.fail(
                .lookAhead, "this place of the list is not known to have a value on this bar",
                hint: "read list[i - 1] or, before appending, list[-1]", at: position)
            return .failed
        }
        guard lag <= minBar else {
            compiler.fail(
                .lookAhead, "on the loop's bar \(minBar) the list has no value \(lag) bars ago",
                hint: "start the loop at \(lag), with \(lag) values in the list", at: position)
            return .failed
        }
        return read(output: output, lag: lag)
    }

    /// Reports lists that do not get one value on each bar.
    func checkLists() {
        for (index, output) in outputs.enumerated() where output.list != nil {
            let counts = factsAtContinue.reduce(facts.appended[index] ?? []) {
                $0.union($1.appended[index] ?? [])
            }
            guard counts != [1] else { continue }
            compiler.fail(
                .unsupported, "on some bars the loop does not append to the list exactly once",
                hint: "append one value for each bar on every way through the loop, or start from "
                    + "[0] * len(df) and write x[i]", at: output.position)
        }
    }
}
