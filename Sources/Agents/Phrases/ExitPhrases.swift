/// What ends a position: conditions, its own profit or loss, the reverse entry, a time.
extension SentenceParser {
    private static let opposites = PhraseTable(phrases: [
        "the opposite", "the opposite happens", "the opposite occurs", "opposite cross",
        "the opposite cross", "the opposite crossover", "opposite crossover", "opposite signal",
        "the opposite signal", "the reverse", "the reverse happens", "the reverse cross",
        "reverse cross", "the reverse signal", "it crosses back", "they cross back",
        "it crosses back below", "it crosses back above", "they cross back below",
        "they cross back above", "it crosses back under", "it crosses back over",
        "it crosses back down", "it crosses back up", "they cross back down",
        "they cross back up", "the averages cross back", "crosses back", "cross back",
        "it no longer holds", "the condition no longer holds", "this no longer holds",
        "that no longer holds", "no longer", "it reverses", "they reverse", "the signal reverses",
        "the trend reverses", "it is not", "it does not", "otherwise", "not", "it crosses below",
        "they cross below", "it crosses down", "the opposite is true", "the reverse is true",
        "opposite", "it isn't", "it doesn't", "they aren't", "they don't", "that isn't so",
        "the cross reverses", "the crossover reverses",
    ])

    private static let stopsOnly = PhraseTable(phrases: [
        "only by its stops", "only by its stop", "only by the stop", "only by the stops",
        "by its stops only", "only at the stop", "only at its stops", "only on its stops",
    ])

    private static let passed = PhraseTable(phrases: [
        "have passed since the last entry signal", "has passed since the last entry signal",
        "have passed since the entry", "has passed since the entry",
        "have passed", "has passed", "later", "after entry", "after the entry", "after buying",
        "have gone by", "after that",
    ])

    /// Consumes what ends a position: conditions, its own profit or loss, or the reverse entry.
    mutating func exitItems(isShort: Bool) -> Bool? {
        let path: WritableKeyPath<SentenceDraft, SentenceDraft.Exit?> =
            isShort ? \.shortExit : \.exit
        isExit = true
        defer { isExit = false }
        guard exitItem(isShort: isShort, path) != nil else { return nil }
        while attempt({ parser -> Bool? in
            _ = parser.accept(mark: ",")
            guard parser.accept("or") else { return nil }
            if parser.accept("after"), let length = parser.lookback() ?? parser.looseLookback() {
                return parser.store(.condition(.elapsed(length)), at: path)
            }
            _ = parser.accept(Self.introductions)
            return parser.exitItem(isShort: isShort, path)
        }) != nil {}
        return true
    }

    private mutating func exitItem(
        isShort: Bool, _ path: WritableKeyPath<SentenceDraft, SentenceDraft.Exit?>
    ) -> Bool? {
        first([
            { parser in
                guard parser.accept(Self.stopsOnly) != nil else { return nil }
                parser.draft.exitsByStopsOnly = true
                return true
            },
            { parser in
                guard parser.positionExit(isShort: isShort || parser.tradesOnlyShorts) != nil else {
                    return nil
                }
                // A strategy with a name ends by its own rule too: the stop comes on top.
                if !parser.draft.isNamed || isShort { parser.draft.exitsByStopsOnly = true }
                return true
            },
            { parser in
                let isAfter =
                    parser.position > 0 && parser.tokens[parser.position - 1].key == "after"
                guard let length = parser.lookback() ?? parser.looseLookback(),
                    parser.accept(Self.passed) != nil || isAfter && parser.endsClause
                else { return nil }
                return parser.store(.condition(.elapsed(length)), at: path)
            },
            { parser in
                guard let condition = parser.condition() else { return nil }
                return parser.store(.condition(condition), at: path)
            },
            { parser in
                guard let condition = parser.numberExit(isShort: isShort) else { return nil }
                return parser.store(.condition(condition), at: path)
            },
            { parser in
                guard let condition = parser.levelExit(isShort: isShort) else { return nil }
                return parser.store(.condition(condition), at: path)
            },
            { parser in
                guard parser.accept(Self.opposites) != nil else { return nil }
                return parser.store(.opposite, at: path)
            },
        ])
    }

    /// Consumes a number alone, "cover at 50": the entry's quantity has come back to it.
    private mutating func numberExit(isShort: Bool) -> Condition? {
        let leaves = (isShort ? draft.shortEntry : draft.entry)?.leaves.compactMap(\.sides) ?? []
        if leaves.count == 1, let (left, _, right) = leaves.first, left.measure == .price,
            case .number = right
        {
            // "Buy under 150, sell at 180": from the entry's price to this one.
            guard case .number(let level) = literal(for: left),
                let way = beyond() ?? wayOut(of: left, to: .number(level)), endsClause
            else { return nil }
            return .compare(left, way, .number(level), inclusive: true)
        }
        let compared = leaves.filter { $0.left.measure != .price }
        guard let (left, direction, _) = compared.first,
            compared.allSatisfy({ $0.left == left }), token()?.isNumber == true,
            // "Sell at 10%" behind an RSI or a fall is a profit.
            token()?.isPercentage != true || left.isSignal,
            case .number(let level) = literal(for: left)
        else { return nil }
        guard let way = beyond() ?? wayOn(from: direction, of: left, to: level, isShort) else {
            return fail("a level is reached from above or from below")
        }
        if case .zscore = left, level > 0 { return .within(left, level) }
        return .compare(left, way, .number(level), inclusive: true)
    }

    /// The way to a number that ends a position which another number of the same thing begins:
    /// from the one to the other; nothing where it lies further on and against the position, which
    /// may as well be meant from the other side.
    private func wayOn(
        from direction: Direction, of left: Quantity, to level: Double, _ isShort: Bool
    ) -> Direction? {
        guard let way = wayOut(of: left, to: .number(level)) else { return direction.reversed }
        let isFavourable = (way == .up) != isShort
        return way != direction || isFavourable ? way : nil
    }

    /// Consumes a level alone, "the middle band": reached from the side that the entry is on.
    private mutating func levelExit(isShort: Bool) -> Condition? {
        skip("touch", "touching", "return", "to", "of", "back", "at")
        guard let level = elidedLevel() ?? quantity(), level.measure == .price else { return nil }
        switch level {
        case .band, .average, .indicator: break
        default: return nil
        }
        var way: Direction = isShort ? .up : .down
        let entry = isShort ? draft.shortEntry : draft.entry
        let leaves = entry?.leaves ?? []
        // After a shape of bars alone, the line may lie on either side.
        if leaves.contains(where: \.isShape), leaves.allSatisfy({ $0.sides == nil }) {
            return fail("an exit at a line needs its side: above or below it")
        }
        // What neither is a price nor swings around a middle tells nothing of the side.
        let first =
            leaves.first { leaf in
                leaf.sides.map { $0.left.measure == .price || $0.left.middle != nil } ?? false
            } ?? leaves.first
        if case .some((_, let direction, let right)) = first.flatMap(\.sides) {
            // From the lower of two bands the others lie above, however it was passed.
            switch right {
            case .band(.lower, _, _, _), .indicator(.keltnerLower, _, _, _): way = .up
            case .band(.upper, _, _, _), .indicator(.keltnerUpper, _, _, _): way = .down
            default: way = direction.reversed
            }
        }
        return .compare(.price(.close, .traded), way, level, inclusive: true)
    }

    /// Consumes "until …" behind an entry: the end of the position.
    mutating func untilClause(_ action: Action) -> Bool? {
        guard action != .sell, action != .cover, accept("until", "till") else { return nil }
        // "Until 2018" is how long it is tried.
        if case .number(let year, .plain) = token()?.kind, (1900...2100).contains(year) {
            return nil
        }
        bias = action == .short ? .up : .down
        subject = .traded
        guard exitItems(isShort: action == .short) != nil else { return nil }
        // "Buy and hold until …" buys at once.
        if action == .hold, draft.entry == nil { draft.entry = .firstBar }
        return true
    }
}
