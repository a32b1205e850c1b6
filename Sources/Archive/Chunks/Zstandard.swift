package import AlmanacCore
import CZstandard

/// Packs bytes with zstd; one instance serves one thread and is worth keeping.
///
/// - Source: RFC 8878, by the system's libzstd.
package final class ZstandardPacker {
    private let context: OpaquePointer
    private let level: Int32

    /// Makes a packer; a higher level is smaller and slower, 3 is zstd's own choice.
    package init(level: Int32 = 3) {
        guard let context = ZSTD_createCCtx() else {
            preconditionFailure("zstd must provide a context")
        }
        self.context = context
        self.level = level
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Packs bytes as one frame that knows its own length.
    package func pack(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            let size = ZSTD_compressCCtx(
                context, buffer.baseAddress, bound, bytes.baseAddress, bytes.count, level)
            precondition(ZSTD_isError(size) == 0, "zstd must pack into its own bound")
            count = size
        }
    }
}

/// Unpacks zstd frames; one instance serves one thread and is worth keeping.
package final class ZstandardUnpacker {
    private let context: OpaquePointer

    /// Makes an unpacker.
    package init() {
        guard let context = ZSTD_createDCtx() else {
            preconditionFailure("zstd must provide a context")
        }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Unpacks one frame that fills a buffer exactly; false where it does not.
    func unpack(_ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Bool
    {
        let size = ZSTD_decompressDCtx(
            context, buffer.baseAddress, buffer.count, bytes.baseAddress, bytes.count)
        return ZSTD_isError(size) == 0 && size == buffer.count
    }

    /// Unpacks a frame of a known length.
    ///
    /// - Throws: `dataFetch` where the bytes are damaged or of another length.
    package func unpack(_ bytes: [UInt8], count: Int) throws(AlmanacError) -> [UInt8] {
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            isWhole = bytes.withUnsafeBytes {
                unpack($0, into: UnsafeMutableRawBufferPointer(buffer))
            }
            initialized = isWhole ? count : 0
        }
        if isWhole { return result }
        throw AlmanacError(
            .dataFetch, "stored bytes are damaged: they do not unpack to \(count) bytes",
            details: ["bytes": .integer(count)],
            suggestion: "`almanac archive verify` lists what is damaged")
    }
}
