/// Gzip files that tests make themselves.
enum SharedGzip {
    /// A gzip file of so many zeros: one byte stored as a literal and copied over and over.
    static func zeros(_ count: Int) -> [UInt8]? {
        // A fixed-code block: literal 0, then copies of 258 bytes at distance 1, then shorter ones.
        guard count > 0 else { return nil }
        var bits = BitWriter()
        bits.write(0b011, 3)
        bits.writeCode(0x30, 8)
        var left = count - 1
        while left >= 258 {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
            left -= 258
        }
        for _ in 0..<left { bits.writeCode(0x30, 8) }
        bits.writeCode(0, 7)
        bits.flush()
        let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        return header + bits.bytes + little(checksum(count)) + little(UInt32(count))
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// CRC-32 of so many zeros.
    private static func checksum(_ count: Int) -> UInt32 {
        let polynomial: UInt32 = 0xedb8_8320
        var table: [UInt32] = []
        for index in 0..<256 {
            var entry = UInt32(index)
            for _ in 0..<8 { entry = (entry >> 1) ^ (entry & 1 == 1 ? polynomial : 0) }
            table.append(entry)
        }
        var value = UInt32.max
        for _ in 0..<count { value = table[Int(value & 0xff)] ^ (value >> 8) }
        return ~value
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        var current: UInt8 = 0
        var used = 0

        /// Writes the lowest bits first.
        mutating func write(_ value: UInt32, _ count: Int) {
            for bit in 0..<count {
                current |= UInt8(value >> bit & 1) << used
                used += 1
                if used == 8 { flush() }
            }
        }

        /// Writes a Huffman code, whose highest bit comes first.
        mutating func writeCode(_ value: UInt32, _ count: Int) {
            for bit in (0..<count).reversed() { write(value >> bit & 1, 1) }
        }

        mutating func flush() {
            if used > 0 { bytes.append(current) }
            current = 0
            used = 0
        }
    }
}
