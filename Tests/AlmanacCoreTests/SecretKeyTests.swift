import AlmanacCore
import Testing

/// Secrets: what they name and seal.
@Suite struct SecretKeyTests {
    private func key(_ seed: UInt64) -> SecretKey {
        var generator = SeededGenerator(seed: seed)
        return SecretKey(using: &generator)
    }

    @Test("fingerprints are HMAC-SHA-256")
    func fingerprint() throws {
        // RFC 4231's case 2 has a shorter key, which HMAC fills up with zeros.
        let short = Array("Jefe".utf8)
        let key = try #require(SecretKey(bytes: short + [UInt8](repeating: 0, count: 28)))
        #expect(
            key.fingerprint(of: "what do ya want for nothing?")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(SecretKey(bytes: short) == nil)
    }

    @Test("what is sealed opens with its secret alone", arguments: [0, 1, 15, 16, 17, 10_000])
    func sealing(_ count: Int) {
        var generator = SeededGenerator(seed: 3)
        let plain = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let sealed = key(1).seal(plain)
        #expect(key(1).open(sealed) == plain)
        #expect(key(1).seal(plain) == sealed, "the same bytes are sealed to the same")
        #expect(key(2).open(sealed) == nil && key(2).seal(plain) != sealed)
        for place in [0, 12, sealed.count / 2, sealed.count - 1] {
            var changed = sealed
            changed[place] ^= 1
            #expect(key(1).open(changed) == nil)
        }
        #expect(key(1).open(Array(sealed.dropLast())) == nil && key(1).open([]) == nil)
    }
}
