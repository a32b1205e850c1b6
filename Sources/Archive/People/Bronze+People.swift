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
        let mask = try database.readNow { try Sources.find($0, source) }.flatMap(PersonalMask.init)
        let people = mask?.people(in: bytes) ?? []
        guard let mask, !people.isEmpty else { return try prepare(bytes) }
        return try prepare(
            try database.writeNow {
                try mask.apply(to: bytes, at: people, source: source, $0, now: now)
            })
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
