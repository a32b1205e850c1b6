import BundledPrices
import TestSupport

/// A stored file of the shared real data, unpacked where it is compressed.
func sharedBytes(_ path: String) throws -> [UInt8] {
    let bytes = try SharedData.bytes(path)
    guard path.hasSuffix(".gz") else { return bytes }
    return try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: 64 << 20) }
}

/// A stored file by its path without the suffix that says whether it is compressed.
func sharedBytes(anyOf stem: String, in folder: String) throws -> [UInt8] {
    let names = try SharedData.names(in: folder)
    return try sharedBytes(folder + "/" + (names.contains(stem) ? stem : stem + ".gz"))
}
