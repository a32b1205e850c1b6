/// Parts of a sentence that a plan takes for the other side: an exit for an entry, a loss for a
/// profit.
extension Overlooked {
    private static let shorts: Set<String> = ["short", "shorts", "shorting", "shorted"]
    private static let behindShort: Set<String> = [
        "interest", "term", "squeeze", "squeezes", "sellers", "seller", "volume", "of", "one",
        "run", "average", "averages", "ma", "mas", "sma", "ema", "moving", "list", "version",
        "duration", "period",
    ]
    private static let beforeShort: Set<String> = [
        "no", "not", "never", "without", "don't", "in", "falls", "fall", "fell", "keep", "very",
        "than", "nor",
    ]

    /// A short sale that is spoken of in a plan which only buys.
    func droppedShort() -> [Range<Int>] {
        guard let plan, plan.shortEntry == nil, plan.entry != nil, draft.template == nil else {
            return []
        }
        return Self.shortSale(in: tokens).map { index in
            // "The Supertrend flips short" is where it lies.
            flips(before: index) ? [] : [index..<index + 1]
        } ?? []
    }

    private func flips(before index: Int) -> Bool {
        ["flips", "flip", "flipped", "turns", "goes", "switches"].contains(key(index - 1))
            && (plan?.conditions ?? []).flatMap(\.leaves).contains { leaf in
                switch leaf.sides?.right {
                case .indicator(.supertrend, _, _, _), .indicator(.parabolicSAR, _, _, _),
                    .indicator(.heikinOpen, _, _, _):
                    true
                default: false
                }
            }
    }

    /// The last word of some that speaks of selling short.
    static func shortSale(in tokens: [Token]) -> Int? {
        tokens.indices.last { index in
            func key(_ place: Int) -> String {
                tokens.indices.contains(place) ? tokens[place].key : ""
            }
            return shorts.contains(key(index)) && !behindShort.contains(key(index + 1))
                && !beforeShort.contains(key(index - 1))
                && !(["and", "/", "&"].contains(key(index + 1)) && key(index + 2) == "long")
        }
    }

    private static let ends: Set<String> = ["exit", "exits", "close", "leave", "cover", "end"]

    /// "Exit TSLA short when …, enter when …" where the plan buys, which nobody said.
    func exitedShort() -> [Range<Int>] {
        guard plan?.entry != nil,
            !tokens.contains(where: { ["buy", "long", "own", "hold", "buys"].contains($0.key) })
        else { return [] }
        return tokens.indices.filter { index in
            Self.ends.contains(tokens[index].key)
                && tokens[index...].dropFirst().prefix(3).contains { Self.shorts.contains($0.key) }
        }.map { $0..<$0 + 1 }
    }

    /// What a condition says of the way and the level: "below 30", "overbought", "above it".
    private struct Claim {
        var way: Direction
        var level: Double?
    }

    private static let claims: [String: Direction] = [
        "above": .up, "over": .up, ">": .up, "overbought": .up, "below": .down, "under": .down,
        "<": .down, "oversold": .down, "beneath": .down, "positive": .up, "bullish": .up,
        "negative": .down, "bearish": .down,
    ]

    /// Clauses whose action stands behind their condition, where the plan does something else then.
    func turned() -> [Range<Int>] {
        guard let plan, !tokens.contains(where: { ["not", "no", "unless"].contains($0.key) })
        else { return [] }
        return TrailingActions.sure(in: tokens, catalogue).filter { clause in
            let side: Condition? =
                switch clause.action {
                case .buy, .hold: plan.entry
                case .short: plan.shortEntry
                case .sell: plan.entry == nil ? plan.shortExit : plan.exit
                case .cover: plan.shortExit
                }
            return clause.condition.contains { index in
                guard let way = Self.claims[tokens[index].key],
                    index + 1 == tokens.count || tokens[index + 1].key != "which"
                else { return false }
                var claim = Claim(way: way)
                if index + 1 < tokens.count,
                    case .number(let level, .plain) = tokens[index + 1].kind,
                    clause.condition.contains(index + 1)
                {
                    claim.level = level
                }
                return plan.conditions.contains { Self.holds(claim, in: $0) }
                    && !(side.map { Self.holds(claim, in: $0) } ?? false)
            }
        }.map { $0.condition.lowerBound..<$0.end }
    }

    private static let rises = Set(WordClasses.words("rise")).union([
        "pop", "pops", "pump", "pumps", "jump", "jumps", "rip", "higher", "above", "bounce",
        "spike", "gain", "gains",
    ])
    private static let owners: Set<String> = ["i", "we", "position", "trade"]
    private static let drops = Set(WordClasses.words("fall")).union([
        "dump", "dumps", "lower", "below", "selloff", "pullback",
    ])
    private static let betweenMoves: Set<String> = ["by", "at", "least", "more", "than", "of", "a"]

    /// A rise that a plan which only shorts takes for its profit, or a fall for its loss.
    func lossesOfShorts() -> [Range<Int>] {
        guard let plan, plan.entry == nil, plan.shortEntry != nil,
            plan.settings.takeProfit != plan.settings.stopLoss
        else { return [] }
        return tokens.indices.filter { index in
            guard case .number(let value, .percent) = tokens[index].kind else { return false }
            let part = abs(value) / 100
            let wrong =
                part == plan.settings.takeProfit?.fraction
                ? Self.rises : part == plan.settings.stopLoss?.fraction ? Self.drops : []
            var before = index - 1
            while before >= 0, Self.betweenMoves.contains(tokens[before].key) { before -= 1 }
            // What "I gain" is the position's own result.
            if before > 0, Self.owners.contains(tokens[before - 1].key) { return false }
            return before >= 0 && wrong.contains(tokens[before].key)
                || index + 1 < tokens.count && wrong.contains(tokens[index + 1].key)
        }.map { $0..<$0 + 1 }
    }

    private static let turns = Set(
        [
            "back", "above", "below", "over", "under", "closes", "crosses", "cross", "goes",
            "moves", "breaks", "comes", "turns", "gets", "drops", "rises", "falls", "climbs", "rsi",
            "macd", "price", "volume", "vix", "its", "bounces", "recovers",
        ])

    /// "A and then B" where the plan asks for both at once, or for B alone.
    func sequences() -> [Range<Int>] {
        guard plan != nil else { return [] }
        return tokens.indices.dropFirst().filter { index in
            guard ["then", "afterwards"].contains(tokens[index].key) else { return false }
            let next = key(index + 1) == "it" ? index + 2 : index + 1
            return Self.turns.contains(key(next))
        }.map { $0..<$0 + 1 }
    }

    private static let pastMoves: Set<String> = [
        "was", "fell", "rose", "dropped", "closed", "had", "ended", "gained", "lost",
    ]
    private static let moods: Set<String> = ["down", "up", "red", "green"]

    /// Days of the week that tell of a move, which no plan asks of one day: "if Monday was down".
    func movesOfWeekdays() -> [Range<Int>] {
        tokens.indices.filter { index in
            guard WordClasses.words("weekday").contains(tokens[index].key) else { return false }
            let before = index - (key(index - 1) == "on" ? 2 : 1)
            return Self.pastMoves.contains(key(index + 1)) || Self.moods.contains(key(before))
        }.map { $0..<$0 + 1 }
    }

    /// A price over an average, which a plan takes for the average: "price/20dma < 0.95".
    func ratiosToAverages() -> [Range<Int>] {
        let hasLevel = plan?.conditions.flatMap(\.leaves).contains { leaf in
            if case .some((.average(_, .price, _), _, .number)) = leaf.sides { true } else { false }
        }
        guard hasLevel == true else { return [] }
        return tokens.indices.filter { ["/", "ratio"].contains(tokens[$0].key) }.map { $0..<$0 + 1 }
    }

    private static func holds(_ claim: Claim, in condition: Condition) -> Bool {
        condition.leaves.contains { leaf in
            guard let (_, way, right) = leaf.sides, way == claim.way else { return false }
            guard let level = claim.level, case .number(let found) = right else {
                return claim.level == nil
            }
            return found == level
        }
    }
}
