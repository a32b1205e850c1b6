package import TimeSeries

/// How one proxy does at one site: success, latency, blocks, and whether it rests.
///
/// A value that is told what happened and answers with a score; it has no effects. Shares forget
/// half of what they know in ten exchanges, so that a proxy that was blocked can come back.
package struct ProxyHealth: Sendable, Equatable {
    /// What came of an exchange.
    package enum Outcome: Sendable, Equatable {
        /// An answer with content, after so many milliseconds.
        case content(milliseconds: Double)
        /// The site refused: 403, 429, or a page that says so.
        case blocked
        /// The proxy itself did not serve: no connection, or its own error.
        case failed
        /// No answer in time, which tells neither of the proxy nor of the site, and changes nothing.
        case timedOut
    }

    /// The share of exchanges that brought content; a proxy without history is given the benefit
    /// of the doubt.
    package private(set) var success = 0.8
    /// The share of exchanges that the site refused.
    package private(set) var blocks = 0.0
    /// Milliseconds that content took, on average; nil before there was any.
    package private(set) var latency: Double?
    /// Refusals and failures since content came.
    package private(set) var failuresInRow = 0
    /// Until when the proxy is not used for the site.
    package private(set) var restsUntil: Timestamp?

    /// The weight of the latest exchange: 0.5 ^ (1 / 10) of the past remains.
    private static let weight = 1 - 0.933_032_991_536_807_4
    private static let firstRest: Int64 = 60 * 1_000_000_000
    private static let longestRest: Int64 = 6 * 3_600 * 1_000_000_000

    /// Makes the state of a proxy that was never used for the site.
    package init() {}

    /// Makes a state as it was stored.
    package init(
        success: Double, blocks: Double, latency: Double?, failuresInRow: Int,
        restsUntil: Timestamp?
    ) {
        (self.success, self.blocks) = (min(max(success, 0), 1), min(max(blocks, 0), 1))
        (self.latency, self.failuresInRow) = (latency, max(0, failuresInRow))
        self.restsUntil = restsUntil
    }

    /// Notes what came of an exchange.
    package mutating func note(_ outcome: Outcome, at now: Timestamp) {
        switch outcome {
        case .timedOut: return
        case .content(let milliseconds):
            Self.move(&success, to: 1)
            Self.move(&blocks, to: 0)
            var average = latency ?? milliseconds
            Self.move(&average, to: milliseconds)
            latency = average
            failuresInRow = 0
            restsUntil = nil
        case .blocked:
            Self.move(&success, to: 0)
            Self.move(&blocks, to: 1)
            rest(after: 1, at: now)
        case .failed:
            Self.move(&success, to: 0)
            rest(after: 3, at: now)
        }
    }

    /// Whether the proxy may be used for the site.
    package func isUsable(at now: Timestamp) -> Bool { restsUntil.map { $0 <= now } ?? true }

    /// How good it is, 0 to 1: its success without its blocks, halved for each two seconds.
    package var score: Double {
        let speed = 1 / (1 + (latency ?? 1_000) / 2_000)
        return success * (1 - blocks) * speed
    }

    /// Rests after so many failures in a row, each time for twice as long.
    private mutating func rest(after count: Int, at now: Timestamp) {
        failuresInRow += 1
        guard failuresInRow >= count else { return }
        let doublings = min(failuresInRow - count, 20)
        let rest = min(Self.firstRest << doublings, Self.longestRest)
        restsUntil = now.advanced(byNanoseconds: rest)
    }

    private static func move(_ share: inout Double, to value: Double) {
        share += (value - share) * weight
    }

    /// The best proxy for a site that does not rest, the first named among equals; nil where all
    /// rest.
    package static func best(
        among proxies: [(name: String, health: ProxyHealth)], at now: Timestamp
    ) -> String? {
        var best: (name: String, score: Double)?
        for proxy in proxies where proxy.health.isUsable(at: now) {
            let score = proxy.health.score
            if best.map({ score > $0.score }) ?? true { best = (proxy.name, score) }
        }
        return best?.name
    }
}
