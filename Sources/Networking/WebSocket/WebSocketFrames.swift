/// What a WebSocket carries (RFC 6455), as values without a connection: frames of a client to send,
/// and messages put together from what a server sends.
package struct WebSocketFrames: Sendable {
    /// Something whole that the server said.
    package enum Message: Sendable, Equatable {
        case text(String)
        case binary([UInt8])
        /// To be answered with a pong that carries the same.
        case ping([UInt8])
        /// The server ends the connection.
        case close(code: UInt16?)
    }

    /// What the server may not send; the connection is to be given up.
    package enum Fault: Error, Equatable {
        case reservedBits, unknownOpcode, masked, badControl, badFragment, tooLarge, badText
    }

    /// What a frame is.
    package enum Opcode: UInt8, Sendable {
        case continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10

        var isControl: Bool { rawValue >= 8 }
    }

    private var pending: [UInt8] = []
    private var start = 0
    private var parts: [UInt8] = []
    private var kind: Opcode?
    private let limit: Int

    /// Begins with nothing.
    ///
    /// - Parameter limit: the most bytes that a message may have.
    package init(limit: Int = 128 << 20) {
        self.limit = limit
    }

    /// Takes in bytes, however they are cut.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 1 << 16 {
            pending.removeFirst(start)
            start = 0
        }
        pending += bytes
    }

    /// The next whole message; nil until more has come.
    ///
    /// Pongs are passed over.
    /// - Throws: ``Fault``; nothing that follows it means anything.
    /// - Complexity: Linear in the bytes, each of which is copied twice at most.
    package mutating func next() throws(Fault) -> Message? {
        while let (opcode, isLast, payload) = try frame() {
            switch opcode {
            case .pong: continue
            case .ping: return .ping(payload)
            case .close:
                guard payload.count != 1 else { throw .badControl }
                return .close(
                    code: payload.count < 2 ? nil : UInt16(payload[0]) << 8 | UInt16(payload[1]))
            case .text, .binary:
                guard kind == nil else { throw .badFragment }
                (kind, parts) = (opcode, payload)
            case .continuation:
                guard kind != nil else { throw .badFragment }
                parts += payload
            }
            guard parts.count <= limit else { throw .tooLarge }
            guard isLast, let kind else { continue }
            defer { (self.kind, parts) = (nil, []) }
            guard kind == .text else { return .binary(parts) }
            guard let text = String(validating: parts, as: UTF8.self) else { throw .badText }
            return .text(text)
        }
        return nil
    }

    private mutating func frame() throws(Fault) -> (Opcode, isLast: Bool, payload: [UInt8])? {
        let count = pending.count - start
        guard count >= 2 else { return nil }
        let (first, second) = (pending[start], pending[start + 1])
        guard first & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw .unknownOpcode }
        guard second & 0x80 == 0 else { throw .masked }
        let isLast = first & 0x80 != 0
        let short = Int(second & 0x7F)
        guard !opcode.isControl || isLast && short <= 125 else { throw .badControl }
        let sizeBytes = short == 126 ? 2 : short == 127 ? 8 : 0
        guard count >= 2 + sizeBytes else { return nil }
        var length = sizeBytes == 0 ? UInt64(short) : 0
        for byte in pending[(start + 2)..<(start + 2 + sizeBytes)] {
            length = length << 8 | UInt64(byte)
        }
        guard length <= UInt64(limit) else { throw .tooLarge }
        let head = start + 2 + sizeBytes
        guard pending.count - head >= Int(length) else { return nil }
        start = head + Int(length)
        return (opcode, isLast, Array(pending[head..<start]))
    }

    /// A frame as a client sends it, masked as the protocol wants it.
    package static func encoded(
        _ opcode: Opcode, _ payload: some Collection<UInt8>, mask: UInt32
    ) -> [UInt8] {
        let key = (0..<4).map { UInt8(truncatingIfNeeded: mask >> (24 - 8 * $0)) }
        var bytes: [UInt8] = [0x80 | opcode.rawValue]
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        case ...0xFFFF:
            bytes.append(0x80 | 126)
            bytes += [UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(0x80 | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        bytes += key
        bytes.reserveCapacity(bytes.count + payload.count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
        return bytes
    }
}
