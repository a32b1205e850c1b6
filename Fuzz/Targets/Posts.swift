import SignalProcessing

/// Any bytes are posts that every step can read, or an error that says why not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPosts(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    exercisePostFile(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
