package import AlmanacCore
import Database
import TimeSeries

/// The keys of people, as a backup keeps them apart: a file of one JSON object a line.
package struct BackupKeys: Sendable, Equatable {
    /// One person's key; the archive's own secret has neither source nor fingerprint.
    struct Entry: Sendable, Equatable {
        var source: String
        var fingerprint: String
        var key: SecretKey
        var createdAt: Timestamp
    }

    var entries: [Entry] = []

    init() {}

    /// The archive's secret, under which fingerprints are made.
    var secret: SecretKey? { entries.first { $0.source.isEmpty && $0.fingerprint.isEmpty }?.key }

    /// The keys that a database has, or none where it has no table of them.
    init(_ transaction: Transaction) throws(AlmanacError) {
        let rows = try transaction.query(
            """
            SELECT source, fingerprint, key, created_at FROM author_keys
            ORDER BY source, fingerprint
            """)
        for row in rows {
            guard let key = SecretKey(bytes: try row.blob(2)) else {
                throw AlmanacError(.dataFetch, "the key of an author is damaged")
            }
            entries.append(
                Entry(
                    source: try row.text(0), fingerprint: try row.text(1), key: key,
                    createdAt: Timestamp(nanoseconds: try row.integer(3))))
        }
    }

    // MARK: - The file

    private static let mostBytes = 1 << 30

    private static func path(_ backup: String) -> String { backup + "-keys" }

    /// Reads the keys beside a backup; none where there is no such file.
    ///
    /// - Throws: `dataFetch` where it is damaged.
    package init(beside backup: String) throws(AlmanacError) {
        let path = Self.path(backup)
        guard WholeFile.exists(path) else { return }
        for line in try WholeFile.text(path, limit: Self.mostBytes).split(separator: "\n") {
            guard let object = try? JSON.parse(String(line)),
                let source = object["source"]?.stringValue,
                let fingerprint = object["fingerprint"]?.stringValue,
                let key = object["key"]?.stringValue.flatMap(Self.bytes).flatMap(SecretKey.init),
                let created = object["created_at"]?.intValue
            else {
                throw AlmanacError(
                    .dataFetch, "the keys in \(path) are damaged", details: ["path": .string(path)],
                    suggestion: "without that file the backup can be restored all the same; what"
                        + " the keys sealed stays closed then")
            }
            entries.append(
                Entry(
                    source: source, fingerprint: fingerprint, key: key,
                    createdAt: Timestamp(nanoseconds: Int64(created))))
        }
    }

    /// Writes the keys beside a backup, unless there are none.
    func write(beside backup: String) throws(AlmanacError) {
        if entries.isEmpty { return }
        try WholeFile.replace(Self.path(backup), with: text)
    }

    private var text: String {
        entries.map { entry in
            let line: JSON = [
                "source": .string(entry.source), "fingerprint": .string(entry.fingerprint),
                "key": .string(Self.digits(entry.key.bytes)),
                "created_at": .integer(Int(entry.createdAt.nanoseconds)),
            ]
            return line.text() + "\n"
        }.joined()
    }

    /// Takes a person's keys out of the file beside a backup.
    ///
    /// - Returns: How many there were.
    package static func forget(
        _ fingerprint: String, source: String?, beside backup: String
    ) throws(AlmanacError) -> Int {
        var file = try BackupKeys(beside: backup)
        let count = file.entries.count
        file.entries.removeAll {
            $0.fingerprint == fingerprint && !fingerprint.isEmpty
                && (source == nil || $0.source == source)
        }
        let gone = count - file.entries.count
        if gone > 0 { try WholeFile.replace(path(backup), with: file.text) }
        return gone
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count % 2 == 0 else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return bytes.count * 2 == digits.count ? bytes : nil
    }
}
