import AlmanacCore
import StrategyLanguage
import TimeSeries

/// Any bytes are a strategy or located faults, as a document and as code behind fixed schemas; what
/// is accepted compiles with the parameters' defaults or says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStrategyCode(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let definition = try? StrategyDefinition.read(text, name: "fuzz") {
        try? checkAndCompile(definition)
        let again = try? StrategyDefinition(json: definition.json, name: "fuzz")
        precondition(again?.code == definition.code, "a definition's document reads back")
    }
    try? checkAndCompile(
        StrategyDefinition(
            name: "fuzz",
            slots: [
                DataSlot(
                    name: "prices", frequency: .day1,
                    columns: ["open", "high", "low", "close", "volume"])
            ],
            parameters: [
                ParameterSpecification(
                    name: "n", type: .int, minimum: 1, maximum: 50, defaultValue: .int(10)),
                ParameterSpecification(
                    name: "x", type: .float, minimum: -1, maximum: 1, defaultValue: .float(0.5)),
                ParameterSpecification(name: "use", type: .bool, defaultValue: .bool(true)),
            ], code: text))
    return 0
}

private func checkAndCompile(_ definition: StrategyDefinition) throws(AlmanacError) {
    let source = SourceText(definition.code)
    for diagnostic in definition.check() {
        precondition(
            diagnostic.position.line >= 1 && diagnostic.position.column >= 1, "a fault has a place")
        precondition(!diagnostic.rendered(in: source).isEmpty, "a fault can be shown")
    }
    let strategy = try definition.compile(BoundParameters(definition.parameters))
    precondition(strategy.graph.cost(bars: 10) >= 0, "a strategy has a cost")
}
