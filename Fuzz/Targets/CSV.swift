import TimeSeries

/// Any bytes are a table in time order, or an error that says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    exerciseCSVReader(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
