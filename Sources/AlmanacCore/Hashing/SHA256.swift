import CCrypto

/// A SHA-256 digest built from pieces, for naming results by what went into them.
///
/// - Source: FIPS 180-4, by OpenSSL's libcrypto.
public struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Starts an empty digest.
    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { preconditionFailure("libcrypto must provide SHA-256") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "a digest must accept bytes until it is finished")
    }

    /// Adds the UTF-8 bytes of a text, preceded by their count so that pieces cannot run together.
    public func update(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            update(count: utf8.count)
            update(UnsafeRawBufferPointer(utf8))
        }
    }

    /// Adds the bits of numbers, preceded by their count; a NaN counts as one canonical NaN.
    public func update(_ values: [Double]) {
        update(count: values.count)
        if values.contains(where: \.isNaN) {
            values.map { $0.isNaN ? Double.nan : $0 }.withUnsafeBytes { update($0) }
        } else {
            values.withUnsafeBytes { update($0) }
        }
    }

    /// Adds integers, preceded by their count.
    public func update(_ values: [Int64]) {
        update(count: values.count)
        values.withUnsafeBytes { update($0) }
    }

    private func update(count: Int) {
        withUnsafeBytes(of: UInt64(count).littleEndian) { update($0) }
    }

    /// Ends the digest.
    /// - Returns: 64 lowercase hexadecimal digits.
    public consuming func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        let status = EVP_DigestFinal_ex(context, &digest, nil)
        precondition(status == 1, "a digest is finished once")
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
