/// Appends the small integers of a chunk's headers.
extension [UInt8] {
    /// Appends seven bits a byte, least first.
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(varint value: Int) { append(varint: UInt64(value)) }

    mutating func append(littleEndian value: UInt64, bytes count: Int) {
        for place in 0..<count { append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
    }
}

/// Bytes of a chunk are not what a chunk is made of.
struct DamagedChunk: Error {
    /// What is wrong, as the end of a sentence.
    var reason: String
}

/// Reads a chunk's headers; whatever the bytes are, it stays inside them.
struct ByteStream {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func byte() throws(DamagedChunk) -> UInt8 {
        guard position < bytes.count else { throw DamagedChunk(reason: "it ends too early") }
        position += 1
        return bytes[position - 1]
    }

    mutating func varint() throws(DamagedChunk) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || (shift == 63 && next < 2) else {
                throw DamagedChunk(reason: "a number in it is too long")
            }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// A count that may not be above a limit.
    mutating func count(upTo limit: Int) throws(DamagedChunk) -> Int {
        let value = try varint()
        guard value <= UInt64(limit) else { throw DamagedChunk(reason: "a count is too large") }
        return Int(value)
    }

    mutating func littleEndian(bytes count: Int) throws(DamagedChunk) -> UInt64 {
        var value: UInt64 = 0
        for place in 0..<count { value |= UInt64(try byte()) << UInt64(8 * place) }
        return value
    }

    mutating func slice(_ count: Int) throws(DamagedChunk) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= bytes.count - position else {
            throw DamagedChunk(reason: "it ends too early")
        }
        position += count
        return UnsafeRawBufferPointer(rebasing: bytes[position - count..<position])
    }
}
