import AlmanacCore
import ToolServer

/// Any bytes are a conversation: every request is answered at most once, and nothing crashes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzToolMessages(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let tool = try? Tool(name: "t", summary: "", schema: ["type": "object"], isReadOnly: true)
    else { return 0 }
    var lines = MessageLines(limit: 4_096)
    var session = ToolSession(
        ToolSession.Identity(name: "a", version: "1", instructions: ""), tools: [tool])
    for line in lines.take(bytes) {
        let actions = session.receive(line)
        precondition(actions.count <= 1, "one message has one effect")
        for case .start(let call, _, let arguments) in actions {
            precondition(arguments.objectValue != nil, "arguments are an object")
            precondition(session.finish(call, .success([:])).count == 1, "a call ends once")
            precondition(session.finish(call, .success([:])).isEmpty, "and not twice")
        }
    }
    return 0
}
