extension ScanCompiler {
    // MARK: - Branches

    func jumpPlaceholder() -> Int {
        instructions.append(.jump(target: 0))
        return instructions.count - 1
    }

    func patch(_ jump: Int) {
        switch instructions[jump] {
        case .jumpIfFalse(let register, _):
            instructions[jump] = .jumpIfFalse(register, target: instructions.count)
        default: instructions[jump] = .jump(target: instructions.count)
        }
    }

    /// Runs code for one branch; what is certain only there is forgotten afterwards.
    func branch(minBar least: Int, _ body: () -> Void) -> ScanFacts {
        let (savedBar, savedFacts, savedLocals) = (minBar, facts, locals)
        minBar = max(minBar, least)
        branchDepth += 1
        body()
        branchDepth -= 1
        let result = facts
        (minBar, facts) = (savedBar, savedFacts)
        for name in savedLocals.keys { locals[name] = savedLocals[name] }
        return result
    }

    func join(_ left: ScanFacts, _ right: ScanFacts) { facts = left.joined(with: right) }

    // MARK: - Series

    /// The value of a series `lag` bars before the loop's bar.
    func read(_ series: SeriesObject, lag: Int, at position: SourcePosition) -> ScanValue {
        guard lag >= 0 else {
            compiler.fail(
                .lookAhead, "this reads a later bar than the loop's",
                hint: "read x.iloc[i] or x.iloc[i - k]", at: position)
            return .failed
        }
        guard lag <= minBar else {
            compiler.fail(
                .lookAhead,
                "on the loop's bar \(minBar) this reads index \(minBar - lag), which Python counts "
                    + "from the last bar",
                hint: "start the loop at \(lag): for i in range(\(lag), len(df))", at: position)
            return .failed
        }
        if let output = outputs.firstIndex(where: { $0.object === series }) {
            return read(output: output, lag: lag)
        }
        return readPast(series, lag: lag)
    }

    /// The value `lag` bars earlier of a series that the loop does not write; missing before it.
    func readPast(_ series: SeriesObject, lag: Int) -> ScanValue {
        if lag == 0 { return input(series.value, series.type) }
        let earlier = compiler.builder.add(
            .shift(bars: lag, fill: Number(.nan)), [series.value])
        return input(earlier, series.type)
    }

    func read(output: Int, lag: Int) -> ScanValue {
        let type = ScanType(isBoolean: outputs[output].isBoolean, mayBeNone: false)
        if lag == 0 { return .register(outputs[output].register, type) }
        let register = newRegister()
        instructions.append(.history(output: output, bars: lag, into: register))
        return .register(register, type)
    }

    /// Whether the loop writes a series, whose windows it then cannot read.
    func isOutput(_ series: SeriesObject) -> Bool { outputs.contains { $0.object === series } }

    /// Makes a series an output of the loop; must be called before any of its values is read.
    func declareOutput(_ series: SeriesObject) {
        guard !outputs.contains(where: { $0.object === series }) else { return }
        let isBoolean = series.type == .boolean
        outputs.append(
            OutputSeries(
                object: series, register: newRegister(),
                startInput: inputRegister(series.value, series.type), isBoolean: isBoolean))
    }

    func write(_ value: ScanValue, to series: SeriesObject, at position: SourcePosition) {
        guard series.isOwn else {
            compiler.fail(
                .unsupported, "the data itself cannot be written to",
                hint: "write to a series of your own: pd.Series(0.0, index=df.index)",
                at: position)
            return
        }
        guard let output = outputs.firstIndex(where: { $0.object === series }),
            let (register, type) = materialized(value, allowsNone: true, at: position)
        else {
            didFail = true
            return
        }
        instructions.append(.move(from: register, into: outputs[output].register))
        outputs[output].isBoolean = outputs[output].isBoolean && type.isBoolean
    }
}
