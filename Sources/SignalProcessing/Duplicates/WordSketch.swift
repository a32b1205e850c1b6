import AlmanacCore

/// A post's words in the two forms by which repeats are found: a digest and a sketch.
package struct WordSketch: Sendable, Equatable {
    /// Equal for the same words; of texts of under four words for those of the same author.
    let digest: String
    /// The sketch of their runs of five bytes; nil for under four words.
    let sketch: MinHash?

    /// Takes the words without addresses, handles, marks and `RT`.
    init(of tokens: [Token], author: String?) {
        var plain: [UInt8] = []
        plain.reserveCapacity(tokens.count * 6)
        var count = 0
        for token in tokens {
            switch token.kind {
            case .address, .handle, .mark: continue
            case .word, .cashtag, .hashtag, .number, .percent, .emoji: break
            }
            if token.text == "rt" { continue }
            if count > 0 { plain.append(0x20) }
            plain.append(contentsOf: token.text.utf8)
            count += 1
        }
        let isShort = count < 4
        sketch = isShort ? nil : MinHash(of: shingles(of: plain))
        if isShort { plain.insert(contentsOf: "\(author ?? "")\n".utf8, at: 0) }
        let digest = SHA256()
        withUnsafeBytes(of: UInt64(plain.count).littleEndian) { digest.update($0) }
        plain.withUnsafeBytes { digest.update($0) }
        self.digest = String(digest.finish().prefix(32))
    }
}
