package import AlmanacCore
package import Database

/// A name as a person wrote it, to be looked for in what was kept in the open.
package struct PersonName: Sendable {
    /// The name in lower case, without `@` or `u/` before it.
    package let plain: String

    /// Makes a name; nil for a fingerprint, or what is too short to tell anybody by.
    package init?(_ name: String) {
        plain = Authors.plain(name)
        if plain.utf8.count < 3 || Authors.isFingerprint(name) { return nil }
    }

    /// A pattern of `LIKE`, with `\` as the sign before what is meant literally, that every text
    /// with the name fits in lower case.
    ///
    /// Anything may stand for letters beyond ASCII, whose case SQLite does not know.
    package var pattern: String {
        var pattern = "%"
        for character in plain {
            if "%_\\".contains(character) {
                pattern += "\\\(character)"
            } else if character.isASCII {
                pattern.append(character)
            } else if !pattern.hasSuffix("%") || pattern.hasSuffix("\\%") {
                pattern += "%"
            }
        }
        return pattern + "%"
    }

    /// Whether a text holds the name as a word of its own, whatever the case.
    package func isNamed(in text: String) -> Bool {
        let (text, name) = (Array(text.lowercased().utf8), Array(plain.utf8))
        guard text.count >= name.count else { return false }
        func isPart(_ index: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            let byte = text[index]
            return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
                || byte >= 0x80
        }
        return (0...(text.count - name.count)).contains { start in
            text[start] == name[0] && !isPart(start - 1) && !isPart(start + name.count)
                && text[start..<start + name.count].elementsEqual(name)
        }
    }

    /// The pages whose records name the person in the open, as they were stored without a mask.
    ///
    /// - Parameter source: Where; nil for every source.
    /// - Returns: Hashes of their bytes, in order.
    /// - Complexity: Reads all records.
    package func pages(
        _ transaction: Transaction, source: String?
    ) throws(AlmanacError) -> [String] {
        let rows = try transaction.query(
            """
            SELECT raw_hash, fields FROM records JOIN record_keys ON record_keys.id = records.key
            WHERE records.author IS NULL AND erasure_reason IS NULL
            AND (CAST($2 AS TEXT) IS NULL OR source = $2)
            AND lower(fields) LIKE $1 ESCAPE '\\'
            """, [SQLValue(pattern), SQLValue(source)])
        var hashes: Set<String> = []
        for row in rows where isNamed(in: try row.text(1)) { hashes.insert(try row.text(0)) }
        return hashes.sorted()
    }
}
