import CCrypto

/// A secret of 256 bits: what is sealed or named with it tells nothing once it is dropped.
///
/// - Source: HMAC-SHA-256 (RFC 2104) and AES-256-GCM (NIST SP 800-38D), by OpenSSL's libcrypto.
public struct SecretKey: Sendable, Equatable {
    /// The 32 bytes of the secret.
    public let bytes: [UInt8]

    /// A secret from its 32 bytes, or nil for another number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A secret that a generator makes; for tests, since it must be unlike anybody's guess.
    public init(using generator: inout some RandomNumberGenerator) {
        bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// A secret that nobody can know, by libcrypto's own generator.
    public static func unguessable() -> SecretKey {
        var bytes = [UInt8](repeating: 0, count: 32)
        let status = RAND_bytes(&bytes, Int32(bytes.count))
        guard status == 1, let key = SecretKey(bytes: bytes) else {
            preconditionFailure("libcrypto must provide random bytes")
        }
        return key
    }

    /// A name for a text that only the holder of the secret can compute, 64 hexadecimal digits.
    public func fingerprint(of text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: Self.code(Array(text.utf8), under: bytes).flatMap {
                [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
            }, as: UTF8.self)
    }

    private static let nonceCount = 12
    private static let tagCount = 16

    /// Encrypts bytes, with a tag by which any change is found out.
    ///
    /// The nonce is made of the bytes, so that the same bytes are sealed to the same, and are
    /// stored once; that they are the same is all that it tells.
    public func seal(_ plain: [UInt8]) -> [UInt8] {
        let nonce = Array(Self.code(plain, under: derived("nonce")).prefix(Self.nonceCount))
        var sealed = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: Self.tagCount)
        let isDone = withContext { context in
            var count: Int32 = 0
            return EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, derived("seal"), nonce) == 1
                && EVP_EncryptUpdate(context, &sealed, &count, plain, Int32(plain.count)) == 1
                && EVP_EncryptFinal_ex(context, nil, &count) == 1
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagCount), &tag) == 1
        }
        precondition(isDone, "libcrypto must provide AES-256-GCM")
        return nonce + sealed + tag
    }

    /// Decrypts what was sealed, or nil where that was done with another secret or changed since.
    public func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.nonceCount + Self.tagCount else { return nil }
        let nonce = Array(sealed.prefix(Self.nonceCount))
        var tag = Array(sealed.suffix(Self.tagCount))
        let body = Array(sealed.dropFirst(Self.nonceCount).dropLast(Self.tagCount))
        var plain = [UInt8](repeating: 0, count: body.count)
        let isSound = withContext { context in
            var count: Int32 = 0
            return EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, derived("seal"), nonce) == 1
                && EVP_DecryptUpdate(context, &plain, &count, body, Int32(body.count)) == 1
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagCount), &tag) == 1
                && EVP_DecryptFinal_ex(context, nil, &count) == 1
        }
        return isSound ? plain : nil
    }

    /// A secret for one use, so that no two uses share one.
    private func derived(_ use: String) -> [UInt8] {
        Self.code(Array("almanac \(use)".utf8), under: bytes)
    }

    private func withContext(_ body: (OpaquePointer) -> Bool) -> Bool {
        guard let context = EVP_CIPHER_CTX_new() else { return false }
        defer { EVP_CIPHER_CTX_free(context) }
        return body(context)
    }

    /// HMAC-SHA-256.
    private static func code(_ message: [UInt8], under key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var count = 0
        let result = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code,
            code.count, &count)
        precondition(result != nil && count == 32, "libcrypto must provide HMAC-SHA-256")
        return code
    }
}
