/// Reads arbitrary bytes as a chunk; returns whatever the bytes are.
///
/// The entry for a fuzzer: any crash, endless loop or boundless memory is a fault of the decoder.
/// Checksums are put right first, since a fuzzer would not get past them. What can be read comes
/// back when it is written again.
package func exerciseChunks(_ bytes: [UInt8]) {
    let decoder = ChunkDecoder()
    _ = try? decoder.rows(of: bytes)
    // Refusing such bytes is the expected outcome, so the error itself does not matter.
    guard let rows = try? decoder.rows(of: ChunkFormat.mended(bytes)) else { return }
    let again = ChunkEncoder().encode(rows, 0..<rows.count)
    guard let back = try? decoder.rows(of: again) else {
        preconditionFailure("what was written can be read")
    }
    precondition(back.times == rows.times && back.knownAt == rows.knownAt)
    precondition(
        zip(back.columns, rows.columns).allSatisfy {
            $0.map(\.bitPattern) == $1.map(\.bitPattern)
        }, "values come back bit for bit")
}

extension ChunkFormat {
    /// The bytes with the checksums that they should have, as far as they have the form of a chunk.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var places: [(at: Int, of: Range<Int>)] = []
        bytes.withUnsafeBytes { buffer in
            var stream = ByteStream(buffer)
            guard (try? stream.slice(mark.count)) != nil,
                (try? stream.count(upTo: mostRows)) != nil,
                let columns = try? stream.count(upTo: mostColumns)
            else { return }
            var lengths: [Int] = []
            for _ in 0..<columns + 2 {
                guard let length = try? stream.count(upTo: bytes.count) else { return }
                lengths.append(length)
            }
            places.append((stream.position, 0..<stream.position))
            guard (try? stream.slice(4)) != nil else { return }
            for length in lengths {
                let start = stream.position
                guard (try? stream.slice(4)) != nil, (try? stream.slice(length)) != nil else {
                    return
                }
                places.append((start, start + 4..<start + 4 + length))
            }
        }
        for (at, part) in places where at + 4 <= result.count {
            let sum = checksum(Array(bytes[part]))
            for place in 0..<4 {
                result[at + place] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * place))
            }
        }
        return result
    }
}
