public import AlmanacCore
import DataSources

/// What a sentence asks for: symbols, sources with what they cost, when to run, which strategy.
///
/// A plan either says all that is needed or carries one ``question``; what it lacks to run here is
/// in ``missing``. Its JSON is the interface of `almanac ask --plan-only --json`.
public struct Plan: Sendable, Equatable {
    /// What is traded or looked at, in reading order.
    public var symbols: [String]
    /// Where data comes from, prices first.
    public var sources: [Source]
    /// How often the strategy looks at its data: `daily`, `weekly` and so on.
    public var schedule: String
    /// What kind of strategy it is, with its numbers.
    public var strategy: Strategy
    /// From 0 to 1; how it is computed is told in Documentation/Ask.md.
    public var confidence: Double
    /// What is not at hand, and what would do instead.
    public var missing: [Missing]
    /// What has to be known before anything is run; nothing where all is said.
    public var question: String?

    /// Dollars a month for all sources together.
    public var estimatedMonthlyCost: Double { sources.reduce(0) { $0 + $1.monthlyCost } }

    /// One source of a plan.
    public struct Source: Sendable, Equatable {
        /// What a person calls it.
        public var name: String
        /// Its address without a scheme.
        public var url: String
        /// The name of the source in the registry; empty for bundled prices.
        public var source: String
        /// How it is read: `bundled`, `archive`, `api`, `actor`, `static` or `browser`.
        public var tier: String
        /// Whom or what is read there.
        public var target: String
        /// What is left out, such as `likes > 10000`.
        public var filters: [String]
        /// How often it is asked.
        public var schedule: String
        /// The span of history that is wanted, in words.
        public var historical: String
        /// Dollars a month.
        public var monthlyCost: Double
        /// Whether a file, the bundled prices or the archive have it.
        public var isAtHand: Bool
        /// What to fetch; nothing where a person has to bring it.
        ///
        /// It is no part of the JSON.
        public var fetch: Fetch?
        /// What can be had in its place where nothing fetches it.
        ///
        /// It is no part of the JSON.
        public var instead: String?

        /// The source as JSON.
        public var json: JSON {
            [
                "name": .string(name), "url": .string(url), "tier": .string(tier),
                "target": .string(target), "filters": .array(filters.map(JSON.string)),
                "schedule": .string(schedule), "historical": .string(historical),
                "monthly_cost": .number(monthlyCost), "source": .string(source),
                "at_hand": .bool(isAtHand), "terms": terms.map(JSON.string) ?? .null,
            ]
        }

        /// What the terms of the source say that matters to whoever fetches from it; nothing for
        /// what is at hand.
        public var terms: String? {
            guard !isAtHand, let terms = SourceRegistry.find(source)?.terms, !terms.isEmpty else {
                return nil
            }
            return terms
        }
    }

    /// The strategy of a plan.
    public struct Strategy: Sendable, Equatable {
        /// `rsi`, `crossover`, `sentiment`, `event`, `rules` and so on; `none` where none is named.
        public var family: String
        /// The numbers of the strategy by the names of its parameters.
        public var parameters: JSONObject
    }

    /// Something that a plan needs and that is not at hand.
    public struct Missing: Sendable, Equatable {
        /// What is missing.
        public var what: String
        /// What would do instead.
        public var instead: String

        /// Makes an entry.
        public init(what: String, instead: String) {
            self.what = what
            self.instead = instead
        }
    }

    /// The plan as JSON.
    public var json: JSON {
        [
            "symbols": .array(symbols.map(JSON.string)), "sources": .array(sources.map(\.json)),
            "schedule": .string(schedule),
            "strategy": [
                "family": .string(strategy.family), "parameters": .object(strategy.parameters),
            ],
            "confidence": .number(confidence),
            "estimated_monthly_cost": .number(estimatedMonthlyCost),
            "missing": .array(
                missing.map { ["what": .string($0.what), "instead": .string($0.instead)] }),
            "question": question.map(JSON.string) ?? .null,
        ]
    }
}

/// A plan with the strategy that it stands for, where it can be written down.
public struct PlannedSentence: Sendable, Equatable {
    /// The plan.
    public var plan: Plan
    /// The strategy and how to run it; nothing where the plan asks a question or follows others
    /// into whatever they buy.
    public var reading: SentenceReading?
    /// Why the plan asks its question, as an error for whoever cannot ask back.
    public var obstacle: AlmanacError?
}
