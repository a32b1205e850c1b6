/// Tells new rows from corrections and from repeats, one after the other.
struct SeriesSieve {
    enum Verdict { case new, correction, repeated }

    /// Every version of a time: the moment it was known from, and its values.
    private struct Version {
        var knownAt: Int64
        var bits: [UInt64]
    }

    private var versions: [Int64: [Version]] = [:]
    private let isStated: Bool

    /// Starts from the rows that are stored, in order of arrival.
    init(_ stored: SeriesRows, isStated: Bool) {
        self.isStated = isStated
        for row in 0..<stored.count {
            versions[stored.times[row], default: []].append(Self.version(stored, row))
        }
    }

    /// Judges a row; where it is a correction by a rule, its moment is put off to its arrival.
    mutating func add(
        _ rows: inout SeriesRows, _ row: Int, correctionsFrom moment: Int64
    ) -> Verdict {
        let time = rows.times[row]
        var version = Self.version(rows, row)
        guard let known = versions[time], let latest = Self.latest(known) else {
            versions[time] = [version]
            return .new
        }
        if isStated {
            // A value that is repeated at another moment is kept: a version between the two may
            // still arrive. Of versions of one moment the last to arrive is in force.
            let same = known.last { $0.knownAt == version.knownAt }
            if same?.bits == version.bits { return .repeated }
        } else {
            if latest.bits == version.bits { return .repeated }
            version.knownAt = max(version.knownAt, moment, latest.knownAt)
            rows.knownAt[row] = version.knownAt
        }
        versions[time, default: []].append(version)
        return .correction
    }

    private static func latest(_ versions: [Version]) -> Version? {
        // Of equal moments the last to arrive counts.
        versions.reduce(nil) { best, next in
            best.map { $0.knownAt > next.knownAt ? $0 : next } ?? next
        }
    }

    private static func version(_ rows: SeriesRows, _ row: Int) -> Version {
        Version(
            knownAt: rows.knownAt[row], bits: rows.columns.map { $0[row].bitPattern })
    }
}
