import AlmanacCore
import StrategyLanguage

/// Any file is a definition that its own document gives back, or an error that says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDefinition(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do throws(AlmanacError) {
        let definition = try StrategyDefinition.read(text, name: "fuzz")
        let again = try? StrategyDefinition(json: definition.json, name: "fuzz")
        precondition(again == definition, "a definition reads back from its own document")
    } catch {
        precondition(error.kind != .internalError, "a bad file is its author's fault")
    }
    return 0
}
