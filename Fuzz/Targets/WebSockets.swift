import Networking

/// Any bytes of a server are messages or a fault, the same ones however they are cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWebSockets(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    func read(_ pieces: Int) -> [WebSocketFrames.Message] {
        var frames = WebSocketFrames(limit: 1 << 16)
        var messages: [WebSocketFrames.Message] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieces)
            rest = rest.dropFirst(pieces)
            frames.append(piece)
            do throws(WebSocketFrames.Fault) {
                while let message = try frames.next() { messages.append(message) }
            } catch {
                break
            }
        }
        return messages
    }
    let whole = read(max(1, count))
    precondition(read(1) == whole, "messages do not depend on how their bytes are cut")
    return 0
}
