import AlmanacCore
import JSONSchema

/// Two lines of JSON are a schema and a value, and validating ends with findings or a typed fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchemas(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
    guard lines.count == 2, let document = try? JSON.parse(lines[0]),
        let value = try? JSON.parse(lines[1])
    else { return 0 }
    let limits = SchemaLimits(places: 2_000, steps: 50_000, pattern: Pattern.Limits(steps: 10_000))
    guard let schema = try? Schema(document, assertsFormats: true, limits: limits) else { return 0 }
    let findings = try? schema.findings(in: value)
    let isAccepted = try? schema.accepts(value)
    if let findings, let isAccepted {
        precondition(findings.isEmpty == isAccepted, "both ways of asking agree")
    }
    return 0
}
