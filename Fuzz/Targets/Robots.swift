import Networking

/// Any bytes are rules, and every path has an answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRobots(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let rules = RobotsRules(bytes, product: "almanac")
    _ = rules.allows("/" + String(decoding: bytes.prefix(200), as: UTF8.self))
    _ = IPAddress(String(decoding: bytes.prefix(64), as: UTF8.self))
    return 0
}
