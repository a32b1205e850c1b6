package import AlmanacCore
package import TimeSeries

/// One row for `data_quality_metrics`: what was measured of a source.
package struct QualityMeasurement: Sendable, Equatable {
    /// What is measured, such as `validity`.
    package var metric: String
    /// The value; nil where there was nothing to measure.
    package var value: Double?
    /// What else was seen.
    package var details: JSONObject
}

/// Counts over all posts of a source, and what they amount to.
package struct QualityReport: Sendable {
    private var posts = 0
    private var faults: [String: Int] = [:]
    private var repeats: [String: Int] = [:]
    private var languages: [String: Int] = [:]
    private var personalData: [String: Int] = [:]
    private var personalPosts = 0
    private var reasons: [String: Int] = [:]
    private var present = [Int](repeating: 0, count: QualityReport.parts.count)
    private var lateEngagement = 0
    private var ambiguous = 0
    private var suspicious = 0
    private var volumes: [Double] = []
    private var day = Int.min
    private var latest = Timestamp(nanoseconds: .min)
    private var delays = [Int](repeating: 0, count: QualityReport.delayBounds.count + 1)

    /// What posts may have; the first four count for completeness.
    private static let parts = [
        "identity", "author", "text", "symbol", "sentiment", "engagement", "audience",
    ]

    /// Upper bounds of delays between writing and knowing, in seconds.
    private static let delayBounds = [0, 60, 3_600, 86_400, 604_800]

    /// Makes a report on nothing.
    package init() {}

    /// The number of posts.
    package var count: Int { posts }

    /// Adds a post.
    package mutating func add(_ read: ReadPost) {
        let post = read.post
        posts += 1
        for fault in read.faults { faults[fault.rawValue, default: 0] += 1 }
        if let duplicate = read.duplicate { repeats[duplicate.kind.rawValue, default: 0] += 1 }
        languages[read.language.code, default: 0] += 1
        for kind in read.personalData { personalData[kind.rawValue, default: 0] += 1 }
        if read.personalData.contains(where: { $0 != .handle }) { personalPosts += 1 }
        if !read.suspicion.reasons.isEmpty { suspicious += 1 }
        for reason in read.suspicion.reasons { reasons[reason.rawValue, default: 0] += 1 }
        if !read.ambiguous.isEmpty { ambiguous += 1 }
        present[0] += post.id.isEmpty ? 0 : 1
        present[1] += post.author == nil ? 0 : 1
        present[2] += post.text.isEmpty ? 0 : 1
        present[3] += read.links.isEmpty ? 0 : 1
        present[4] += (read.sentiment?.evidence ?? 0) > 0 ? 1 : 0
        present[5] += post.engagement == nil ? 0 : 1
        present[6] += post.audience == nil ? 0 : 1
        if let engagement = post.engagement, engagement.countedAt > post.knownAt {
            lateEngagement += 1
        }
        let seconds = Int(
            clamping: (post.knownAt.nanoseconds / 1_000_000_000)
                .subtractingReportingOverflow(post.time.nanoseconds / 1_000_000_000).partialValue)
        let bucket = Self.delayBounds.firstIndex { seconds <= $0 } ?? Self.delayBounds.count
        delays[bucket] += 1
        latest = max(latest, post.knownAt)
        addVolume(post.knownAt.daysSinceEpoch)
    }

    /// Counts a post to its day; days without posts count as nothing.
    private mutating func addVolume(_ today: Int) {
        if day == .min { day = today }
        if volumes.isEmpty { volumes = [0] }
        // A year without posts is a gap, not a series of measurements.
        let missing = min(max(today - day, 0), 400)
        for _ in 0..<missing { volumes.append(0) }
        if volumes.count > 4_000 { volumes.removeFirst(volumes.count - 4_000) }
        day = max(day, today)
        volumes[volumes.count - 1] += 1
    }

    /// The measurements, the score last.
    ///
    ///     score = 0.30 completeness + 0.30 validity + 0.15 uniqueness + 0.15 freshness
    ///           + 0.10 normality
    ///
    /// - Parameter now: By when freshness is judged: 1 within three days of the last post, else
    ///   three days over its age.
    package func measurements(at now: Timestamp) -> [QualityMeasurement] {
        guard posts > 0 else {
            return [QualityMeasurement(metric: "score", value: nil, details: [:])]
        }
        let total = Double(posts)
        func share(_ count: Int) -> Double { Double(count) / total }
        let completeness = present.prefix(4).reduce(0) { $0 + share($1) } / 4
        let named = zip(Self.parts, present).filter { $0.1 > 0 }
        let invalid = faults.values.reduce(0, +)
        let validity = max(0, 1 - share(invalid))
        let repeated = repeats.values.reduce(0, +)
        let threeDays = Double(3 * Timestamp.nanosecondsPerDay)
        let age = max(0, Double(now.nanoseconds) - Double(latest.nanoseconds))
        let freshness = age <= threeDays ? 1 : threeDays / age
        let anomalies = Anomalies.robustZ(
            volumes.map { logarithm(onePlus: $0) }, floor: 0.25
        ).count { abs($0) > 6 }
        let shifts = Anomalies.levelShifts(in: volumes.map { logarithm(onePlus: $0) })
        let normality = 1 - Double(anomalies) / Double(volumes.count)
        var score = 0.3 * completeness + 0.3 * validity
        score += 0.15 * (1 - share(repeated)) + 0.15 * freshness + 0.1 * normality
        let rows: [(String, Double, JSONObject)] = [
            ("completeness", completeness, counts(Dictionary(named) { first, _ in first })),
            ("validity", validity, counts(faults)),
            ("uniqueness", 1 - share(repeated), counts(repeats)),
            ("freshness", freshness, ["last": .string(latest.iso8601)]),
            (
                "normality", normality,
                [
                    "days": .integer(volumes.count), "unusual_days": .integer(anomalies),
                    "level_shifts": .integer(shifts.count),
                    "empty_days": .integer(volumes.count { $0 == 0 }),
                ]
            ),
            ("english_share", share(languages["en"] ?? 0), counts(languages)),
            ("personal_data_share", share(personalPosts), counts(personalData)),
            ("suspicious_share", share(suspicious), counts(reasons)),
            ("ambiguous_share", share(ambiguous), [:]),
            ("late_engagement_share", share(lateEngagement), [:]),
            ("prompt_share", share(delays[0] + delays[1] + delays[2]), [:]),
            ("score", score, ["posts": .integer(posts)]),
        ]
        return rows.map { QualityMeasurement(metric: $0.0, value: $0.1, details: $0.2) }
    }

    private func counts(_ table: [String: Int]) -> JSONObject {
        var object = JSONObject()
        for key in table.keys.sorted() { object[key] = .integer(table[key] ?? 0) }
        return object
    }

    mutating func visitState(_ state: inout PipelineState) {
        state.visit(&posts)
        state.visit(&faults, new: 0) { $0.visit(&$1) }
        state.visit(&repeats, new: 0) { $0.visit(&$1) }
        state.visit(&languages, new: 0) { $0.visit(&$1) }
        state.visit(&personalData, new: 0) { $0.visit(&$1) }
        state.visit(&personalPosts)
        state.visit(&reasons, new: 0) { $0.visit(&$1) }
        state.visit(&present, new: 0) { $0.visit(&$1) }
        if present.count != Self.parts.count {
            present = [Int](repeating: 0, count: Self.parts.count)
        }
        state.visit(&lateEngagement)
        state.visit(&ambiguous)
        state.visit(&suspicious)
        state.visit(&volumes, new: 0) { $0.visit(&$1) }
        state.visit(&day)
        state.visit(&latest)
        state.visit(&delays, new: 0) { $0.visit(&$1) }
        let length = Self.delayBounds.count + 1
        if delays.count != length { delays = [Int](repeating: 0, count: length) }
    }
}
