package import AlmanacCore
package import Database
package import TimeSeries

/// Replaces names and handles in what was fetched, before it is hashed and stored.
///
/// Always masked are handles where their form shows them (`@name`, `u/name`, `/user/name`, a
/// profile's address) and e-mail addresses. Members of JSON that hold names are said by the
/// source; their values are masked, and, where they could not be common words (they hold a digit,
/// a space or a sign), wherever they occur. Each person gets one pseudonym for a source, so that
/// who wrote what together can still be counted.
package struct PersonalMask: Sendable {
    /// The JSON members whose texts are names, such as `author`.
    package var members: [String]

    /// Makes a mask for members of these names.
    package init(members: [String] = []) { self.members = members }

    /// The mask of a source, or nil where it says nothing of people: the texts in the list `mask`
    /// of its configuration.
    package init?(_ source: DataSource) {
        guard let list = source.configuration["mask"]?.arrayValue else { return nil }
        members = list.compactMap(\.stringValue)
    }

    /// Whether a source has a mask: then no answer of its may be kept as it came.
    package static func isSet(for source: String, in database: Database) async throws -> Bool {
        try await database.read { try Sources.find($0, source) }.flatMap(PersonalMask.init) != nil
    }

    /// Where bytes name people, in order and without overlap.
    ///
    /// - Complexity: O(n) for each member and each distinctive name.
    package func people(in bytes: [UInt8]) -> [Range<Int>] {
        PersonFinder(bytes: bytes, members: members).find()
    }

    /// Bytes with pseudonyms in the places that `people(in:)` found.
    ///
    /// - Complexity: O(n) and a statement for each person.
    package func apply(
        to bytes: [UInt8], at people: [Range<Int>], source: String, _ transaction: Transaction,
        now: Timestamp
    ) throws(AlmanacError) -> [UInt8] {
        var names = Names(transaction, source: source, now: now)
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var end = 0
        for range in people where range.lowerBound >= end {
            masked += bytes[end..<range.lowerBound]
            let name = String(decoding: bytes[range], as: UTF8.self)
            masked += Array(try names.pseudonym(of: name).utf8)
            end = range.upperBound
        }
        return masked + bytes[end...]
    }

    /// Pseudonyms by name, each asked for once.
    private struct Names {
        let transaction: Transaction
        let source: String
        let now: Timestamp
        private var known: [String: String] = [:]

        init(_ transaction: Transaction, source: String, now: Timestamp) {
            (self.transaction, self.source, self.now) = (transaction, source, now)
        }

        mutating func pseudonym(of name: String) throws(AlmanacError) -> String {
            if let pseudonym = known[name] { return pseudonym }
            let author = try Authors.author(transaction, source: source, name: name, at: now)
            let pseudonym = author?.pseudonym ?? Authors.forgottenPseudonym
            known[name] = pseudonym
            return pseudonym
        }
    }
}
