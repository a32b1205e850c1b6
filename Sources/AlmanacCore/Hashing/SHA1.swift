import CCrypto

/// SHA-1, where a protocol asks for it; it keeps nothing safe.
///
/// - Source: FIPS 180-4, by OpenSSL's libcrypto.
package enum SHA1 {
    /// The twenty bytes of the digest.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 20)
        let status = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil)
        precondition(status == 1, "libcrypto must provide SHA-1")
        return digest
    }
}
