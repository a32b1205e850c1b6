import AlmanacCore
package import Database
package import TimeSeries

extension Bronze {
    /// Prepares bytes without the names of people where the source has a mask, else as they are.
    ///
    /// Blocks.
    package func prepare(
        _ bytes: [UInt8], of source: String, _ database: Database, at now: Timestamp
    ) throws -> Prepared {
        try prepare(try masked(bytes, of: source, database, at: now))
    }

    /// Prepares what single persons wrote, each sealed with the key of theirs. Blocks.
    ///
    /// - Parameter writings: Names as the source writes them, or the pseudonyms of a mask, and what
    ///   they wrote.
    /// - Returns: For each what to store, or nil for a person who was forgotten.
    package func seal(
        _ writings: [(author: String, bytes: [UInt8])], of source: String, _ database: Database,
        at now: Timestamp
    ) throws -> [Prepared?] {
        if writings.isEmpty { return [] }
        var authors: [String: Author?] = [:]
        try database.writeNow { transaction in
            for (name, _) in writings where authors[name] == nil {
                authors[name] = try .some(
                    Authors.author(transaction, source: source, nameOrPseudonym: name, at: now))
            }
        }
        return try writings.map { name, bytes in
            guard let author = authors[name] ?? nil else { return nil }
            return try prepare(bytes, author: author)
        }
    }

    /// The same for callers on the cooperative pool.
    package func sealing(
        _ writings: [(author: String, bytes: [UInt8])], of source: String, _ database: Database,
        at now: Timestamp
    ) async throws -> [Prepared?] {
        try await runOnThread { try seal(writings, of: source, database, at: now) }
    }

    /// Bytes with pseudonyms for people where the source has a mask, else as they are.
    ///
    /// Blocks.
    private func masked(
        _ bytes: [UInt8], of source: String, _ database: Database, at now: Timestamp
    ) throws -> [UInt8] {
        let mask = try database.readNow { try Sources.find($0, source) }.flatMap(PersonalMask.init)
        let people = mask?.people(in: bytes) ?? []
        guard let mask, !people.isEmpty else { return bytes }
        return try database.writeNow {
            try mask.apply(to: bytes, at: people, source: source, $0, now: now)
        }
    }

    /// Bytes as the source's mask leaves them, for whoever reads them before they are stored.
    package func masking(
        _ bytes: [UInt8], of source: String, _ database: Database, at now: Timestamp
    ) async throws -> [UInt8] {
        try await runOnThread { try masked(bytes, of: source, database, at: now) }
    }

    /// The same for callers on the cooperative pool.
    package func preparing(
        _ bytes: [UInt8], of source: String, _ database: Database, at now: Timestamp
    ) async throws -> Prepared {
        try await runOnThread { try prepare(bytes, of: source, database, at: now) }
    }
}
