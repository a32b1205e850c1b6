import AlmanacCore
package import Database
package import TimeSeries

extension Bronze {
    /// Prepares bytes in the form that what they say of people asks for.
    ///
    /// Where somebody wrote all of them, they are sealed with that person's key, or left out where
    /// the person was forgotten. Else names are replaced where the source has a mask. Blocks.
    /// - Parameters:
    ///   - source: The source that they come from.
    ///   - author: The name of who wrote all of them.
    package func prepare(
        _ bytes: [UInt8], of source: String, author: String?, _ database: Database,
        at now: Timestamp
    ) throws -> Prepared {
        if let author {
            let author = try database.writeNow {
                try Authors.author($0, source: source, name: author, at: now)
            }
            return try prepare(author == nil ? [] : bytes, author: author)
        }
        return try prepare(try masked(bytes, of: source, database, at: now))
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
        _ bytes: [UInt8], of source: String, author: String? = nil, _ database: Database,
        at now: Timestamp
    ) async throws -> Prepared {
        try await runOnThread {
            try prepare(bytes, of: source, author: author, database, at: now)
        }
    }
}
