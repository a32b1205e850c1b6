public import AlmanacCore

extension StrategyDefinition {
    /// Checks the code for all parameters that the schema allows.
    /// - Returns: Faults and warnings in the order of the code; empty where there are none.
    public func check() -> [Diagnostic] {
        let (statements, faults) = Parser.parse(code)
        let compiler = GraphCompiler(self, bound: nil)
        _ = compiler.run(statements)
        var diagnostics = faults
        // Code that is not understood whole may lack its return and the names it assigns.
        let isWhole = faults.isEmpty
        for diagnostic in compiler.diagnostics
        where !diagnostics.contains(diagnostic)
            && (isWhole || ![.result, .name].contains(diagnostic.code))
        {
            diagnostics.append(diagnostic)
        }
        return diagnostics.sorted(by: Diagnostic.precedes)
    }

    /// Refuses code that is at fault for any parameters that the schema allows.
    /// - Throws: A `validation_error` with every fault's place and hint.
    public func requireValid() throws(AlmanacError) {
        let diagnostics = check()
        if diagnostics.contains(where: { $0.severity == .error }) {
            throw StrategyFault(diagnostics, in: code).error
        }
    }

    /// Compiles the code with given parameters.
    /// - Throws: A `validation_error` with every fault's place and hint, or an `execution_error`
    ///   where a `raise` or a failed `assert` is reached.
    public func compile(_ parameters: BoundParameters) throws(AlmanacError) -> CompiledStrategy {
        let (statements, faults) = Parser.parse(code)
        if !faults.isEmpty { throw StrategyFault(faults, in: code).error }
        return try compile(parameters, parsed: statements)
    }

    /// Compiles the code and keeps what some names of `generate_signals` hold in the end, whether
    /// or not the signals need it.
    ///
    /// - Throws: as ``compile(_:)``.
    package func compile(
        _ parameters: BoundParameters, watching names: [String]
    ) throws(AlmanacError) -> CompiledStrategy {
        let (statements, faults) = Parser.parse(code)
        if !faults.isEmpty { throw StrategyFault(faults, in: code).error }
        return try compile(parameters, parsed: statements, watching: names)
    }

    /// Compiles code that is parsed already.
    func compile(
        _ parameters: BoundParameters, parsed statements: [Statement],
        watching names: [String] = []
    ) throws(AlmanacError) -> CompiledStrategy {
        let compiler = GraphCompiler(self, bound: parameters)
        compiler.watchedNames = names
        let outputs = compiler.run(statements)
        guard let outputs, !compiler.hasErrors else {
            let diagnostics = compiler.diagnostics.sorted(by: Diagnostic.precedes)
            throw StrategyFault(diagnostics, in: code).error
        }
        let strategy = compiler.compiled(outputs, parameters: parameters)
        let kept = strategy.graph.nodes.reduce(0) { $0 + $1.operation.keptCount }
        guard kept <= Self.maxKeptCount else {
            throw AlmanacError(
                .validation,
                "the strategy would keep up to \(kept) values from bar to bar, more than "
                    + "\(Self.maxKeptCount)",
                details: ["values": .integer(kept), "limit": .integer(Self.maxKeptCount)],
                suggestion: "shorten the windows")
        }
        return strategy
    }

    /// The most values that all windows may hold together: half a gigabyte.
    static let maxKeptCount = 64_000_000
}

extension GraphCompiler {
    /// Runs a module and its `generate_signals`.
    /// - Returns: What it returns, or nil where a fault was found.
    func run(_ statements: [Statement]) -> StrategyOutputs? {
        _ = execute(statements)
        let start = SourcePosition(line: 1, column: 1)
        guard case .function(let function)? = scope.lookUp("generate_signals") else {
            if !hasErrors {
                fail(
                    .name, "the code defines no generate_signals",
                    hint: "def generate_signals(data, params): … return entries, exits", at: start)
            }
            return nil
        }
        guard function.parameters.count == 2 else {
            fail(
                .argument, "generate_signals takes two parameters",
                hint: "def generate_signals(data, params):", at: start)
            return nil
        }
        let definitionLine = statements.first { statement in
            if case .function(let definition) = statement.kind {
                return definition.name == "generate_signals"
            }
            return false
        }
        let position = definitionLine?.position ?? start
        let arguments: [Call.Item] = [
            Call.Item(name: nil, value: .slots, position: position),
            Call.Item(name: nil, value: .parameters, position: position),
        ]
        let call = Call(name: "generate_signals", items: arguments, position: position)
        let result = self.call(function, call)
        trace?.levelsReturned(result)
        let outputs = outputs(of: result, at: returnPosition(function) ?? position)
        guard spendStep(at: position) else { return nil }
        if outputs == nil && !isChecking && !hasErrors {
            fail(
                .result, "generate_signals gives no signals back",
                hint: "return entries, exits", at: position)
        }
        return outputs
    }

    private func returnPosition(_ function: FunctionObject) -> SourcePosition? {
        guard case .statements(let body) = function.body else { return nil }
        return body.last { if case .giveBack = $0.kind { true } else { false } }?.position
    }

    func compiled(
        _ outputs: StrategyOutputs, parameters: BoundParameters
    ) -> CompiledStrategy {
        let (graph, indices) = builder.graph(
            keeping: outputs.signals.values + outputs.slots.flatMap(\.values)
                + watched.values.sorted())
        let moved = { (value: Int) in indices[value] ?? 0 }
        var strategy = CompiledStrategy(
            graph: graph, outputs: outputs.signals.renumbered(moved),
            slotOutputs: outputs.slots.map { $0.renumbered(moved) }, parameters: parameters,
            faultPositions: Dictionary(
                uniqueKeysWithValues: faultPositions.compactMap { value, position in
                    indices[value].map { ($0, position) }
                }), warnings: diagnostics)
        strategy.watched = watched.compactMapValues { indices[$0] }
        return strategy
    }
}

extension CompiledStrategy.Outputs {
    /// Every value of the graph that the signals and levels are.
    fileprivate var values: [Int] {
        signals
            + [size, stopLoss, takeProfit, trailingStop].compactMap { level in
                if case .value(let value) = level { value } else { nil }
            }
    }

    fileprivate func renumbered(_ moved: (Int) -> Int) -> CompiledStrategy.Outputs {
        func movedLevel(_ level: CompiledStrategy.Level) -> CompiledStrategy.Level {
            if case .value(let value) = level { .value(moved(value)) } else { level }
        }
        var renumbered = CompiledStrategy.Outputs(
            entries: moved(entries), exits: moved(exits), shortEntries: shortEntries.map(moved),
            shortExits: shortExits.map(moved))
        renumbered.size = movedLevel(size)
        renumbered.stopLoss = movedLevel(stopLoss)
        renumbered.takeProfit = movedLevel(takeProfit)
        renumbered.trailingStop = movedLevel(trailingStop)
        return renumbered
    }
}

extension CompiledStrategy.SlotOutputs {
    fileprivate var values: [Int] {
        switch content {
        case .signals(let outputs): outputs.values
        case .weight(let value): [value]
        }
    }

    fileprivate func renumbered(_ moved: (Int) -> Int) -> CompiledStrategy.SlotOutputs {
        switch content {
        case .signals(let outputs):
            CompiledStrategy.SlotOutputs(
                slot: slot, content: .signals(outputs.renumbered(moved)))
        case .weight(let value):
            CompiledStrategy.SlotOutputs(slot: slot, content: .weight(moved(value)))
        }
    }
}
