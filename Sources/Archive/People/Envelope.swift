import AlmanacCore

/// Bytes that an author's key seals: packed first, since sealed bytes do not pack.
enum Envelope {
    static func seal(_ bytes: [UInt8], _ key: SecretKey) -> [UInt8] {
        let packed = bytes.withUnsafeBytes { ZstandardPacker().pack($0) }
        let count = withUnsafeBytes(of: UInt64(bytes.count).littleEndian, Array.init)
        return key.seal(count + packed)
    }

    /// - Throws: `dataFetch` for bytes that this key did not seal, or that are damaged.
    static func open(_ sealed: [UInt8], _ key: SecretKey) throws(AlmanacError) -> [UInt8] {
        guard let plain = key.open(sealed), plain.count >= 8,
            let count = Int(exactly: plain.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        else {
            throw AlmanacError(
                .dataFetch, "sealed bytes are damaged: their key does not open them")
        }
        return try ZstandardUnpacker().unpack(Array(plain.dropFirst(8)), count: count)
    }
}
