import CZlib

/// Reading of gzip data with a bound on what comes out.
package enum Gzip {
    /// Why data could not be decompressed.
    package enum Failure: Error, Sendable, Equatable {
        /// The bytes are no complete gzip member, or their checksum is wrong.
        case corrupt
        /// More than the permitted number of bytes would come out.
        case tooLarge(limit: Int)
    }

    /// Decompresses one gzip member.
    ///
    /// - Parameters:
    ///   - data: The whole member; bytes after it are refused.
    ///   - limit: The most bytes that may come out, a guard against decompression bombs.
    /// - Throws: ``Failure``.
    /// - Complexity: O(output), in memory of at most twice the output.
    /// - Source: RFC 1952, by zlib.
    package static func decompress(
        _ data: UnsafeRawBufferPointer, limit: Int
    ) throws(Failure) -> [UInt8] {
        guard data.count >= 18, data.count <= Int(UInt32.max), limit <= Int(UInt32.max) else {
            throw .corrupt
        }
        var stream = z_stream()
        // 16 asks for the gzip wrapper, 15 for the largest window that it allows.
        guard almanac_inflate_init(&stream, 16 + 15) == Z_OK else { throw .corrupt }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(
            mutating: data.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(data.count)

        // The last four bytes claim the length; a wrong claim costs a repeat, not correctness.
        let claim = Int(
            UInt32(
                littleEndian: data.loadUnaligned(fromByteOffset: data.count - 4, as: UInt32.self)
            ))
        var output = [UInt8](repeating: 0, count: min(max(claim, 64), limit))
        var count = 0
        while true {
            let status = output.withUnsafeMutableBufferPointer { buffer in
                stream.next_out = buffer.baseAddress.map { $0 + count }
                stream.avail_out = UInt32(buffer.count - count)
                let status = inflate(&stream, Z_NO_FLUSH)
                count = buffer.count - Int(stream.avail_out)
                return status
            }
            if status == Z_STREAM_END { break }
            guard status == Z_OK || status == Z_BUF_ERROR, count == output.count else {
                throw .corrupt
            }
            guard output.count < limit else { throw .tooLarge(limit: limit) }
            let room = min(max(output.count, 1), limit - output.count)
            output.append(contentsOf: repeatElement(0, count: room))
        }
        guard stream.avail_in == 0 else { throw .corrupt }
        output.removeLast(output.count - count)
        return output
    }
}
