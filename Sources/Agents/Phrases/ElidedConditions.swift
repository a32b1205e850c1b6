/// Conditions that leave out a side or name it by a pronoun: "… and below 70", "when it is above".
extension SentenceParser {
    /// Consumes a comparison that leaves out its left side: "… and below 70".
    mutating func continuation(of previous: Condition?) -> Condition? {
        let left: Quantity
        switch previous {
        case .compare(_, _, let quantity, _) where isChained && quantity.measure == .price:
            left = quantity
        case .compare(let quantity, _, _, _), .cross(let quantity, _, _): left = quantity
        default: return nil
        }
        if closeIsAPrice { return nil }
        return attempt { parser in
            guard let comparator = parser.comparator(),
                let found = parser.comparison(left, comparator)
            else { return nil }
            return found.comparesOscillatorWithAverage ? nil : found
        }
    }

    /// Whether a mark follows a quantity at once, which is then its left side: "price > A > B".
    private var isChained: Bool {
        guard mark() == ">" || mark() == "<", let before = token(-1) else { return false }
        return ![",", ";", "and", "or", "but", "&"].contains(before.key)
    }

    /// Consumes a comparison whose "it" is an indicator named before: "sell when it is above 70".
    ///
    /// Where both the indicator and the price could be meant, the words decide: a number or a
    /// quantity of the indicator's own measure speaks of the indicator.
    mutating func pronoun() -> Condition? {
        guard let antecedent, accept("it", "this", "that") || acceptsName(of: antecedent) else {
            return nil
        }
        if ["closes", "close", "closed", "trades"].contains(word()) { return nil }
        guard let condition = related(antecedent) else { return nil }
        // "… below its 50 day average" behind the VIX is of what is traded.
        if antecedent.isSignal, case .average? = condition.sides?.right { return nil }
        return condition.comparesOscillatorWithAverage ? nil : condition
    }

    /// Consumes "the index" or "that ratio" where a number of that kind was named before.
    private mutating func acceptsName(of antecedent: Quantity) -> Bool {
        let start = position
        skip("the", "that", "this", "its")
        if case .difference = antecedent, accept("slope") { return true }
        guard antecedent.measure != .price else {
            position = start
            return false
        }
        if accept("index", "ratio", "reading", "score", "indicator", "oscillator") { return true }
        position = start
        return false
    }

    /// Consumes a comparison without a left side: "a break above its 20-day high", "above 70".
    ///
    /// Behind an indicator the number speaks of the indicator, otherwise of the price.
    mutating func elliptical() -> Condition? {
        if isExit, measured.count > 1, levelFollows { return levelOfOne() }
        if let antecedent,
            let condition = attempt({ parser -> Condition? in
                guard let comparator = parser.comparator(),
                    let found = parser.comparison(antecedent, comparator)
                else { return nil }
                return found.comparesOscillatorWithAverage ? nil : found
            })
        {
            return condition
        }
        if let antecedent, let condition = attempt({ $0.signed(antecedent) }) { return condition }
        if antecedent == nil, hasIndicator, let only = onlyOscillator,
            let condition = attempt({ parser -> Condition? in
                guard let comparator = parser.comparator(),
                    case .number(_, .plain) = parser.token()?.kind
                else { return nil }
                return parser.comparison(only, comparator)
            })
        {
            return condition
        }
        skipArticles()
        guard let comparator = comparator() else { return nil }
        guard let found = comparison(.price(.close, subject), comparator), !isVague else {
            return nil
        }
        return found
    }

    /// What the entry compares with numbers, other than prices.
    private var measured: [(left: Quantity, way: Direction, level: Double)] {
        var found: [(left: Quantity, way: Direction, level: Double)] = []
        for leaf in (bias == .up ? draft.shortEntry : draft.entry)?.leaves ?? [] {
            guard case .some((let left, let way, .number(let level))) = leaf.sides,
                ![.price, .volume].contains(left.measure),
                !found.contains(where: { $0.left == left })
            else { continue }
            found.append((left, way, level))
        }
        return found
    }

    /// Whether a bare "above 60" follows.
    private var levelFollows: Bool {
        var probe = self
        guard let comparator = probe.comparator(), comparator.direction != nil else { return false }
        if case .number(_, .plain) = probe.token()?.kind { return true }
        return false
    }

    /// Consumes "above 60" behind an entry that compares several things: it is of the one that
    /// comes back so far from where it began; nothing where that is none or any of several.
    private mutating func levelOfOne() -> Condition? {
        guard let comparator = comparator(), let way = comparator.direction,
            case .number(let level, .plain) = token()?.kind
        else { return nil }
        let fitting = measured.filter { entry in
            entry.way != way && (way == .up ? level >= entry.level : level <= entry.level)
                && entry.left.measure != .fraction
                && (entry.left.measure != .oscillator || (0..<100).contains(level))
        }
        guard fitting.count == 1 else {
            return fail("several things are compared: say which this level is of")
        }
        return comparison(fitting[0].left, comparator)
    }

    /// The one oscillator that the entry compares, which a bare number of an exit speaks of.
    private var onlyOscillator: Quantity? {
        var found: [Quantity] = []
        for leaf in (draft.entry ?? draft.shortEntry)?.leaves ?? [] {
            if let left = leaf.sides?.left, left.measure == .oscillator, !found.contains(left) {
                found.append(left)
            }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether a bare number was just compared with an unnamed price although the sentence speaks
    /// of indicators too, so that either could be meant.
    var isVague: Bool {
        guard hasIndicator, case .number(_, .plain) = tokens[position - 1].kind else {
            return false
        }
        return true
    }

    /// Consumes "it goes below" in an exit: the entry's comparison the other way.
    mutating func repeated() -> Condition? {
        guard bias == .down || draft.entry == nil,
            let entry = bias == .down ? draft.entry ?? draft.shortEntry : draft.shortEntry ?? sold
        else { return nil }
        if let back = attempt({ $0.backAtLine() }) { return back }
        skip("it", "they", "price", "the", "average", "averages")
        let way = wayBack()
        guard let comparator = way.map({ Comparator(kind: .level, direction: $0) }) ?? comparator()
        else { return nil }
        // "back over it": the level that was named before.
        skip("it", "that", "this", "them")
        guard let direction = comparator.direction ?? sideOfOrigin(),
            endsClause || repetitionFollows
        else { return nil }
        // A filter in front of the verb is not what crosses back.
        let turning = entry.leaves.filter { leaf in
            guard let (left, way, _) = leaf.sides, way == direction.reversed else { return false }
            return !left.isSignal && left.ownSubject.map { $0 == .traded || $0 == subject } ?? true
        }
        let leaf =
            turning.first { $0.isEvent } ?? (turning.count > 1 ? turning.last : turning.first)
        guard case .some((let left, _, let right)) = (leaf ?? entry.leaves.first)?.sides,
            leaf != nil || entry.leaves.first?.sides?.direction == direction.reversed
        else { return nil }
        if comparator.kind == .level {
            return .compare(left, direction, right, inclusive: comparator.isInclusive)
        }
        return .cross(left, direction, right)
    }

    /// What sells before anything buys: "sell when it is below …, buy when it is above".
    private var sold: Condition? {
        if case .condition(let exit) = draft.exit { exit } else { nil }
    }

    /// Whether the clause ends here, so that nothing more is said of it.
    var endsClause: Bool {
        guard let token = token() else { return true }
        switch token.kind {
        case .mark: return true
        case .word(let word):
            return ["and", "with", "or", "again", "on", "from", "since"].contains(word)
        default: return false
        }
    }
}

extension Condition {
    /// Whether an oscillator or a change is compared with an average, which is meant of a price.
    fileprivate var comparesOscillatorWithAverage: Bool {
        guard let (left, _, right) = sides, case .average = right else { return false }
        return left.measure == .oscillator || left.measure == .fraction
    }
}
