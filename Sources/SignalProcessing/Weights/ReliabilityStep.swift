import TimeSeries

/// Judges authors by what came of their earlier opinions, as far as that was known.
///
/// An opinion is a post on a symbol with a score beyond ±0.2. It is opened at the first price known
/// after the post and closed at the first one known so long after that; it came true if the price
/// moved its way. With h of n closed opinions true, an author's reliability is (h + 10) / (n + 20):
/// one half without a past, and near h / n after many opinions.
package struct ReliabilityStep: PostStep {
    package let name = "reliability"
    package let version = 1
    private let horizon: Int64
    private var records: [String: Record] = [:]
    private var pending: [String: [Opinion]] = [:]

    private struct Record: Sendable {
        var right = 0
        var closed = 0
    }

    private struct Opinion: Sendable {
        var author = ""
        var isRise = true
        var knownAt = Timestamp(nanoseconds: 0)
        var openedAt: Timestamp?
        var price = 0.0
    }

    /// Makes the step.
    ///
    /// - Parameter days: How long after its first price an opinion is judged.
    package init(days: Int = 3) { horizon = Int64(days) * Timestamp.nanosecondsPerDay }

    package mutating func process(_ read: inout ReadPost) {
        guard read.counts, let author = read.post.author else { return }
        let record = records[author] ?? Record()
        read.reliability = Double(record.right + 10) / Double(record.closed + 20)
        guard let score = read.sentiment?.score, abs(score) > 0.2 else { return }
        for link in read.links {
            // An opinion on what has no prices is never judged and must not pile up.
            if pending[link.symbol, default: []].count >= 100_000 { continue }
            pending[link.symbol, default: []].append(
                Opinion(author: author, isRise: score > 0, knownAt: read.post.knownAt))
        }
    }

    package mutating func observe(_ price: PricePoint) {
        guard price.close.isFinite, var opinions = pending[price.symbol] else { return }
        var rest: [Opinion] = []
        for index in opinions.indices {
            guard let openedAt = opinions[index].openedAt else {
                if price.knownAt > opinions[index].knownAt {
                    (opinions[index].openedAt, opinions[index].price) = (price.knownAt, price.close)
                }
                rest.append(opinions[index])
                continue
            }
            guard price.knownAt >= openedAt.advanced(byNanoseconds: horizon) else {
                rest.append(opinions[index])
                continue
            }
            let opinion = opinions[index]
            if price.close == opinion.price { continue }
            records[opinion.author, default: Record()].closed += 1
            if (price.close > opinion.price) == opinion.isRise {
                records[opinion.author, default: Record()].right += 1
            }
        }
        pending[price.symbol] = rest.isEmpty ? nil : rest
    }

    package mutating func forget(author: String) {
        records[author] = nil
        for symbol in pending.keys { pending[symbol]?.removeAll { $0.author == author } }
        pending = pending.filter { !$0.value.isEmpty }
    }

    package mutating func visitState(_ state: inout PipelineState) {
        state.visit(&records, new: Record()) { state, record in
            state.visit(&record.right)
            state.visit(&record.closed)
        }
        state.visit(&pending, new: []) { state, opinions in
            state.visit(&opinions, new: Opinion()) { state, opinion in
                state.visit(&opinion.author)
                state.visit(&opinion.isRise)
                state.visit(&opinion.knownAt)
                state.visit(&opinion.openedAt, new: Timestamp(nanoseconds: 0)) { $0.visit(&$1) }
                state.visit(&opinion.price)
            }
        }
    }
}

/// Works out how much a post counts.
///
///     weight = reach × answers × 2 × reliability × novelty × (1 − suspicion)
///     reach   = ln(1 + followers) / ln(10,001), within 0.25 … 2; 1 where unknown
///     answers = 1 + ln(1 + likes + 2 reposts + 1.5 replies) / 10; 1 where unknown
///
/// Followers and answers that were counted after the post became known count as unknown: an
/// archive of old posts tells how popular they became, which nobody knew then.
package struct WeightStep: PostStep {
    package let name = "weight"
    package let version = 1

    /// Makes the step.
    package init() {}

    package func process(_ read: inout ReadPost) {
        guard read.counts else {
            read.weight = 0
            return
        }
        let (post, now) = (read.post, read.post.knownAt)
        var reach = 1.0
        if let audience = post.audience, audience.countedAt <= now {
            let share = logarithm(onePlus: audience.followers) / logarithm(onePlus: 10_000)
            reach = min(max(share, 0.25), 2)
        }
        var answers = 1.0
        if let engagement = post.engagement, engagement.countedAt <= now {
            answers += logarithm(onePlus: max(0, engagement.total)) / 10
        }
        read.weight =
            reach * answers * 2 * read.reliability * read.novelty * (1 - read.suspicion.value)
    }
}
