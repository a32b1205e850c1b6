import AlmanacCore
import StrategyLanguage
import TimeSeries

/// Any text is code that compiles, or faults with places that can be shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCode(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let code = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let definition = StrategyDefinition(
        name: "fuzz",
        slots: [
            DataSlot(
                name: "prices", frequency: .day1,
                columns: ["open", "high", "low", "close", "volume"]),
            DataSlot(name: "other", frequency: .week1, columns: ["close"]),
        ],
        parameters: [
            ParameterSpecification(
                name: "n", type: .int, minimum: 1, maximum: 50, defaultValue: .int(10))
        ], code: code)
    let source = SourceText(code)
    for diagnostic in definition.check() {
        precondition(
            diagnostic.position.line >= 1 && diagnostic.position.column >= 1, "a fault has a place")
        precondition(!diagnostic.rendered(in: source).isEmpty, "a fault can be shown")
    }
    do throws(AlmanacError) {
        let bound = try BoundParameters(definition.parameters)
        _ = try definition.compile(bound)
    } catch {
        precondition(error.kind != .internalError, "bad code is the author's fault")
    }
    return 0
}
