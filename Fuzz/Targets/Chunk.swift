import Archive

/// Any bytes are a chunk of a series that comes back bit for bit, or an error that says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunk(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    exerciseChunks(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
