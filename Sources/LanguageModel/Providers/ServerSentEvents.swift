/// One event of a stream of server-sent events.
package struct ServerSentEvent: Sendable, Equatable {
    /// The event's name; empty where it has none.
    package var name: String
    /// Its data, lines joined by line feeds.
    package var data: String

    /// Makes an event.
    package init(name: String, data: String) {
        self.name = name
        self.data = data
    }
}

/// Reads server-sent events from bytes that come in pieces of any size.
///
/// Comments, `id`, `retry` and unknown fields are passed over, and an event without data is none.
/// What an event exceeds the limit by ends the stream: later bytes are passed over.
/// - Source: HTML Living Standard, section 9.2.6, "Interpreting an event stream".
package struct ServerSentEvents: Sendable {
    /// Whether a line or an event was longer than allowed.
    package private(set) var isTooLong = false

    private let limit: Int
    private var line: [UInt8] = []
    private var lastWasReturn = false
    private var isFirstLine = true
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false

    /// Makes a reader; `limit` bounds the bytes of one event.
    package init(limit: Int = 8_000_000) {
        self.limit = limit
    }

    /// The events that these bytes complete, in order.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes where !isTooLong {
            switch byte {
            case UInt8(ascii: "\n") where lastWasReturn:
                lastWasReturn = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                lastWasReturn = byte == UInt8(ascii: "\r")
                endLine(&events)
            default:
                lastWasReturn = false
                line.append(byte)
                isTooLong = line.count + data.count > limit
            }
        }
        return events
    }

    private mutating func endLine(_ events: inout [ServerSentEvent]) {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard !line.isEmpty else {
            if hasData {
                events.append(
                    ServerSentEvent(name: name, data: String(decoding: data, as: UTF8.self)))
            }
            name = ""
            data.removeAll(keepingCapacity: true)
            hasData = false
            return
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = colon < line.endIndex ? line[(colon + 1)...] : []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data += value
            hasData = true
        default: break
        }
    }
}
