package import AlmanacCore
package import Database
package import TimeSeries

/// A person whose words are kept, under the name that the archive gave them.
package struct Author: Sendable, Equatable {
    /// What stands for the person everywhere; it tells nothing without the key.
    package let pseudonym: String
    /// The key under which their words are sealed.
    package let key: SecretKey

    init(key: SecretKey) {
        self.key = key
        pseudonym = "person-\(key.fingerprint(of: "pseudonym").prefix(16))"
    }
}

/// The keys of the people whose words are kept, and the tombstones of those who were forgotten.
///
/// No name is stored: a person is found by the fingerprint of their name under a secret of the
/// archive's. Keys and that secret stand in a table of their own, which backups leave out. A person
/// is one for each source, since the same name may be another's elsewhere.
package enum Authors {
    /// The table that backups leave out.
    package static let keyTable = "author_keys"
    /// What stands for everybody who was forgotten.
    package static let forgottenPseudonym = "person-forgotten"

    /// What is left of a person who was forgotten.
    package struct Tombstone: Sendable, Equatable {
        /// Where they wrote.
        package var source: String
        /// The fingerprint of their name.
        package var fingerprint: String
        /// When they were forgotten.
        package var at: Timestamp
        /// Why, as a person said.
        package var reason: String
    }

    /// The author of a name, who is made where there is none yet; nil for one who was forgotten.
    ///
    /// Names count without their case and without `@` or `u/` before them.
    package static func author(
        _ transaction: Transaction, source: String, name: String, at now: Timestamp
    ) throws(AlmanacError) -> Author? {
        let fingerprint = try fingerprint(transaction, name, at: now)
        if let row = try transaction.first(
            "SELECT key FROM author_keys WHERE fingerprint = $1 AND source = $2",
            [SQLValue(fingerprint), SQLValue(source)])
        {
            return try author(row)
        }
        let isForgotten = try transaction.first(
            "SELECT 1 FROM forgotten_authors WHERE fingerprint = $1 AND source = $2",
            [SQLValue(fingerprint), SQLValue(source)])
        if isForgotten != nil { return nil }
        return try keep(transaction, source, fingerprint, SecretKey.unguessable(), at: now)
    }

    /// The author of a name, or of a pseudonym that a mask has put in its place already.
    static func author(
        _ transaction: Transaction, source: String, nameOrPseudonym name: String, at now: Timestamp
    ) throws(AlmanacError) -> Author? {
        if name == forgottenPseudonym { return nil }
        if name.hasPrefix("person-"), let author = try author(transaction, pseudonym: name) {
            return author
        }
        return try author(transaction, source: source, name: name, at: now)
    }

    /// The author behind a pseudonym; nil where the key is gone.
    package static func author(
        _ transaction: Transaction, pseudonym: String
    ) throws(AlmanacError) -> Author? {
        try transaction.first(
            ArchiveQueries.author, [SQLValue(pseudonym)]
        ).map { (row) throws(AlmanacError) in try author(row) }
    }

    /// Everybody who was forgotten, oldest first.
    package static func forgotten(
        _ transaction: Transaction
    ) throws(AlmanacError) -> [Tombstone] {
        try transaction.query(
            """
            SELECT source, fingerprint, forgotten_at, reason FROM forgotten_authors
            ORDER BY forgotten_at, source, fingerprint
            """
        ).map { (row) throws(AlmanacError) in
            Tombstone(
                source: try row.text(0), fingerprint: try row.text(1),
                at: Timestamp(nanoseconds: try row.integer(2)), reason: try row.text(3))
        }
    }

    /// What a name looks like in the tables, under the archive's secret; 64 hexadecimal digits are
    /// taken for a fingerprint already.
    package static func fingerprint(
        _ transaction: Transaction, _ name: String, at now: Timestamp
    ) throws(AlmanacError) -> String {
        if isFingerprint(name) { return name }
        // The archive's own secret is a row of nobody's.
        let row = try transaction.first(
            "SELECT key FROM author_keys WHERE fingerprint = '' AND source = ''")
        let secret =
            if let row { try author(row) } else {
                try keep(transaction, "", "", SecretKey.unguessable(), at: now)
            }
        return secret.key.fingerprint(of: plain(name))
    }

    /// Whether a name is a fingerprint, as tombstones tell it.
    static func isFingerprint(_ name: String) -> Bool {
        name.utf8.count == 64 && name.utf8.allSatisfy(isLowercaseHexadecimal)
    }

    private static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// A name without its case and without what stands before handles.
    static func plain(_ name: String) -> String {
        var name = Substring(name.lowercased())
        for prefix in ["@", "/u/", "u/"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        return String(name)
    }

    /// Stores a key, unless another was stored for the same person meanwhile; gives back whichever
    /// is there.
    @discardableResult
    static func keep(
        _ transaction: Transaction, _ source: String, _ fingerprint: String, _ key: SecretKey,
        at now: Timestamp
    ) throws(AlmanacError) -> Author {
        let row = try transaction.first(
            """
            INSERT INTO author_keys (fingerprint, source, pseudonym, key, created_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (fingerprint, source) DO UPDATE SET source = excluded.source
            RETURNING key
            """,
            [
                SQLValue(fingerprint), SQLValue(source), SQLValue(Author(key: key).pseudonym),
                .blob(key.bytes), SQLValue(now.nanoseconds),
            ])
        guard let row else { throw AlmanacError(.internalError, "an author got no key") }
        return try author(row)
    }

    private static func author(_ row: Row) throws(AlmanacError) -> Author {
        guard let key = SecretKey(bytes: try row.blob(0)) else {
            throw AlmanacError(.dataFetch, "the key of an author is damaged")
        }
        return Author(key: key)
    }
}
