import Glibc

/// Integers of which most are small, as planes of bytes.
///
/// Each number is folded so that small negative ones become small too (0, -1, 1, -2 … become 0, 1,
/// 2, 3 …); then all lowest bytes stand together, then all second bytes, and so on up to the
/// highest byte that is not zero everywhere. A plane of one value takes two bytes, one that zstd
/// makes smaller is packed, any other stands as it is.
enum IntegerPlanes {
    private enum Method: UInt8 { case constant, plain, packed }

    @inline(__always)
    static func folded(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    @inline(__always)
    static func unfolded(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// About how many bits numbers take once they are divided by a common divisor: the entropy of
    /// their lowest bytes, and all bits above those.
    static func cost(_ values: UnsafeBufferPointer<Int64>, step: UInt64) -> Int {
        let divisor = Int64(step)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { counts in
            counts.update(repeating: 0)
            var above = 0
            for value in values {
                let folded = folded(divisor == 1 ? value : value / divisor)
                counts[Int(folded & 0xFF)] &+= 1
                above &+= 64 &- (folded >> 8).leadingZeroBitCount
            }
            let total = log2(Double(max(1, values.count)))
            var low = 0.0
            for count in counts where count > 0 {
                low += Double(count) * (total - log2(Double(count)))
            }
            return Int(low) + above
        }
    }

    static func append(
        _ values: UnsafeBufferPointer<Int64>, to bytes: inout [UInt8], _ packer: ZstandardPacker
    ) {
        var all: UInt64 = 0
        for value in values { all |= folded(value) }
        let width = (64 - all.leadingZeroBitCount + 7) / 8
        bytes.append(UInt8(width))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: values.count) { plane in
            for place in 0..<width {
                let shift = UInt64(8 * place)
                var differing: UInt8 = 0
                for index in values.indices {
                    let byte = UInt8(truncatingIfNeeded: folded(values[index]) >> shift)
                    plane[index] = byte
                    differing |= byte ^ plane[0]
                }
                append(plane, isConstant: differing == 0, to: &bytes, packer)
            }
        }
    }

    private static func append(
        _ plane: UnsafeMutableBufferPointer<UInt8>, isConstant: Bool, to bytes: inout [UInt8],
        _ packer: ZstandardPacker
    ) {
        if isConstant {
            bytes.append(Method.constant.rawValue)
            bytes.append(plane.first ?? 0)
            return
        }
        let packed = packer.pack(UnsafeRawBufferPointer(plane))
        if packed.count < plane.count {
            bytes.append(Method.packed.rawValue)
            bytes.append(varint: packed.count)
            bytes += packed
        } else {
            bytes.append(Method.plain.rawValue)
            bytes += plane
        }
    }

    /// Reads as many numbers as a buffer holds.
    static func read(
        _ stream: inout ByteStream, into values: UnsafeMutableBufferPointer<Int64>,
        plane: UnsafeMutableBufferPointer<UInt8>, _ unpacker: ZstandardUnpacker
    ) throws(DamagedChunk) {
        let width = Int(try stream.byte())
        guard width <= 8 else { throw DamagedChunk(reason: "numbers in it are too wide") }
        let count = values.count
        let plane = UnsafeMutableBufferPointer(rebasing: plane[..<count])
        values.update(repeating: 0)
        for place in 0..<width {
            let shift = Int64(8 * place)
            guard let method = Method(rawValue: try stream.byte()) else {
                throw DamagedChunk(reason: "a plane is of no known kind")
            }
            switch method {
            case .constant:
                let part = Int64(try stream.byte()) << shift
                if part != 0 { for index in 0..<count { values[index] |= part } }
                continue
            case .plain:
                add(try stream.slice(count).assumingMemoryBound(to: UInt8.self), to: values, shift)
            case .packed:
                let packed = try stream.slice(try stream.count(upTo: stream.bytes.count))
                guard unpacker.unpack(packed, into: UnsafeMutableRawBufferPointer(plane)) else {
                    throw DamagedChunk(reason: "a plane does not unpack")
                }
                add(UnsafeBufferPointer(plane), to: values, shift)
            }
        }
        for index in 0..<count {
            values[index] = unfolded(UInt64(bitPattern: values[index]))
        }
    }

    @inline(__always)
    private static func add(
        _ plane: UnsafeBufferPointer<UInt8>, to values: UnsafeMutableBufferPointer<Int64>,
        _ shift: Int64
    ) {
        for index in 0..<values.count {
            values[index] |= Int64(truncatingIfNeeded: plane[index]) &<< shift
        }
    }
}
