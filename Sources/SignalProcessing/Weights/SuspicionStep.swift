import TimeSeries

/// Judges whether posts come from machines or concerted groups, by what was posted up to then.
///
/// - Complexity: Constant for each post; 64 moments of memory for each author of the last week,
///   and the authors of each text that several posted within the last hour.
package struct SuspicionStep: PostStep {
    package let name = "suspicion"
    package let version = 1
    private var authors: [String: Author] = [:]
    private var groups: [String: Group] = [:]
    private var swept = Timestamp(nanoseconds: .min)

    private struct Author: Sendable {
        var times: [Timestamp] = []
        var copies: [Bool] = []
    }

    private struct Group: Sendable {
        var members: [Member] = []
    }

    private struct Member: Sendable {
        var author = ""
        var at = Timestamp(nanoseconds: 0)
    }

    /// Makes the step.
    package init() {}

    package mutating func process(_ read: inout ReadPost) {
        guard read.faults.isEmpty, read.duplicate?.kind != .identity else { return }
        let now = read.post.knownAt
        sweep(now)
        if read.tokens.count(where: { $0.kind == .cashtag }) > 6 {
            read.suspicion.add(.manySymbols)
        }
        if let made = read.post.audience?.accountMadeAt, let audience = read.post.audience,
            audience.countedAt <= now, audience.followers < 10,
            now < made.advanced(byNanoseconds: 7 * Timestamp.nanosecondsPerDay)
        {
            read.suspicion.add(.newAccount)
        }
        guard let name = read.post.author else { return }
        judge(&read, author: name, now)
        judge(&read, group: read.duplicate?.of ?? "\(read.post.source)/\(read.post.id)", name, now)
    }

    private mutating func judge(_ read: inout ReadPost, author name: String, _ now: Timestamp) {
        var author = authors[name] ?? Author()
        author.times.append(now)
        author.copies.append(read.duplicate != nil)
        if author.times.count > 64 { author.times.removeFirst() }
        if author.copies.count > 20 { author.copies.removeFirst() }
        let hourAgo = now.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
        if author.times.count(where: { $0 > hourAgo }) > 30 { read.suspicion.add(.burst) }
        if isClockwork(author.times) { read.suspicion.add(.clockwork) }
        let copies = author.copies.count { $0 }
        if copies >= 5, copies * 2 >= author.copies.count { read.suspicion.add(.copies) }
        authors[name] = author
    }

    private func isClockwork(_ times: [Timestamp]) -> Bool {
        guard times.count >= 8 else { return false }
        let last = times.suffix(8)
        let steps = zip(last, last.dropFirst()).map { Double($1.nanoseconds - $0.nanoseconds) }
        let mean = steps.reduce(0, +) / Double(steps.count)
        // Posts that came in one go are a late delivery, no clock.
        guard mean > 1e9 else { return false }
        return steps.allSatisfy { abs($0 - mean) <= 0.05 * mean }
    }

    private mutating func judge(
        _ read: inout ReadPost, group: String, _ author: String, _ now: Timestamp
    ) {
        let hourAgo = now.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
        var members = groups[group]?.members ?? []
        members.removeAll { $0.at <= hourAgo || $0.author == author }
        members.append(Member(author: author, at: now))
        if members.count > 64 { members.removeFirst() }
        groups[group] = Group(members: members)
        if members.count >= 4 { read.suspicion.add(.swarm) }
    }

    /// Forgets, once a day, who did not post for a week and groups that nobody joined for an hour.
    private mutating func sweep(_ now: Timestamp) {
        guard now >= swept.advanced(byNanoseconds: Timestamp.nanosecondsPerDay) else { return }
        swept = now
        let weekAgo = now.advanced(byNanoseconds: -7 * Timestamp.nanosecondsPerDay)
        let hourAgo = now.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
        authors = authors.filter { ($0.value.times.last ?? weekAgo) > weekAgo }
        groups = groups.filter { ($0.value.members.last?.at ?? hourAgo) > hourAgo }
    }

    package mutating func forget(author: String) {
        authors[author] = nil
        for key in groups.keys { groups[key]?.members.removeAll { $0.author == author } }
    }

    package mutating func visitState(_ state: inout PipelineState) {
        state.visit(&swept)
        state.visit(&authors, new: Author()) { state, author in
            state.visit(&author.times, new: Timestamp(nanoseconds: 0)) { $0.visit(&$1) }
            state.visit(&author.copies, new: false) { $0.visit(&$1) }
        }
        state.visit(&groups, new: Group()) { state, group in
            state.visit(&group.members, new: Member()) { state, member in
                state.visit(&member.author)
                state.visit(&member.at)
            }
        }
    }
}
