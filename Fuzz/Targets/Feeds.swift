import AlmanacCore
import Extraction

/// Any bytes are a feed or a typed fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFeeds(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    _ = try? Feed(bytes, url: WebURL("https://a.example/feed"))
    return 0
}
