import Archive

/// Any bytes are a table written as JSON, or an error that says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONTable(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    exerciseJSONTables(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
