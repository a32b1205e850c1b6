/// Cuts bytes that come in pieces into lines, each of which is one message.
package struct MessageLines: Sendable {
    /// One line, or the fact that one was too long and was passed over.
    package enum Line: Sendable, Equatable {
        case message([UInt8])
        case tooLong
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var isSkipping = false

    /// Makes a cutter; `limit` bounds the bytes of a line.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The lines that these bytes complete; empty ones are passed over.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if isSkipping {
                    lines.append(.tooLong)
                } else if line.contains(where: { $0 > 0x20 }) {
                    lines.append(.message(line))
                }
                line.removeAll(keepingCapacity: true)
                isSkipping = false
            } else if line.count == limit {
                isSkipping = true
            } else if !isSkipping {
                line.append(byte)
            }
        }
        return lines
    }
}
