/// How values, ways and levels that stand beside each other make conditions.
extension LooseReading {
    var whole: Range<Int> { parser.tokens.covered }

    func words(_ text: String) -> [Token] {
        text.split(separator: " ").map { Token(kind: .word(String($0)), range: whole) }
    }

    // MARK: Conditions

    /// The left side that a bare "above 70" speaks of, and what was compared so far.
    private struct Known {
        var left: [Token]?
        var right: [Token]?
        /// The number that the left side was compared with.
        var number: Token?
        /// What was compared with the right side.
        var compared: [Token]?
        /// Everything but prices that was compared with a number by its name.
        var measured: [[Token]] = []
        /// Whether the left side was named and nothing has been said of it yet.
        var isWaiting = false
        /// A cross that was named before what crosses: "MA cross, 10 over 30".
        var hasCross = false
        /// Where the last comparison ended.
        var end = -1
    }

    func items() -> [Item]? {
        var items: [Item] = []
        var known = Known()
        var index = 0
        while index < parts.count {
            switch parts[index] {
            case .value, .pair, .price, .way, .percent, .number, .verb:
                guard let (item, next) = comparison(at: index, &known) else { return nil }
                if let item { items.append(item) }
                index = next
                known.end = item == nil ? -1 : next
                continue
            case .length(let tokens):
                if let (item, next) = comparison(at: index, &known), let item {
                    items.append(item)
                    index = next
                    continue
                }
                guard !isLine(tokens) else { return nil }
                items.append(.elapsed(tokens))
            case .action(let action): items.append(.action(action))
            case .condition(let tokens): items.append(.group(tokens))
            case .it: break
            case .setting(let tokens): items.append(.setting(tokens))
            case .opposite: items.append(.opposite)
            case .when: items.append(.when)
            case .and: items.append(.and)
            case .or: items.append(.or)
            case .boundary(let isStrong): items.append(.boundary(isStrong: isStrong))
            }
            index += 1
        }
        return known.hasCross || known.isWaiting ? nil : items
    }

    /// Whether a length names a line and no time: "at its 50 day".
    private func isLine(_ length: [Token]) -> Bool {
        guard let start = length.first?.range.lowerBound,
            let index = parser.tokens.firstIndex(where: { $0.range.lowerBound == start }), index > 0
        else { return false }
        return ["its", "the", "their"].contains(parser.tokens[index - 1].key)
            && !length.contains { $0.key.hasSuffix("s") }
    }

    /// An average that a part may stand for: "the 20-day", "the 20 crossing the 50".
    ///
    /// - Parameter isCompared: Whether it stands beside "over" or "under".
    private func average(_ part: Part, crosses: Bool, isCompared: Bool) -> [Token]? {
        switch part {
        case .value(let tokens, _): return tokens
        case .length(let tokens):
            guard let averageName = averageName ?? (isCompared ? "average" : nil),
                !tokens.contains(where: { $0.key.hasSuffix("s") })
            else {
                return nil
            }
            return tokens + words(averageName)
        case .number(let token):
            return crosses ? averageName.map { [token] + words($0) } : nil
        default: return nil
        }
    }

    /// What has been read of one comparison.
    private struct Sides {
        var left: [Token]?
        var way: Direction?
        var share: Token?
        var hasVerb = false
        var direction: Direction?
        var isWeak = true
        var pair: [Token]?
        /// Whether it goes on at once from the comparison before: "price > A > B".
        var isChained = false
    }

    /// The condition that begins at a part, with the index behind it.
    private func comparison(at start: Int, _ known: inout Known) -> (Item?, Int)? {
        var sides = Sides()
        sides.isChained = start == known.end
        if known.hasCross { (sides.hasVerb, sides.isWeak) = (true, false) }
        var index = start
        while index < parts.count {
            let part = parts[index]
            let isCross = sides.hasVerb && !sides.isWeak || nextIsCross(index)
            switch part {
            case .verb(let direction, let weak):
                sides.hasVerb = true
                sides.direction = sides.direction ?? direction
                sides.isWeak = sides.isWeak && weak
            case .way(let found):
                // "More than 20% below": the first way speaks of the number.
                let isOfShare = sides.way == .up && sides.share != nil && sides.left == nil
                guard sides.way == nil || sides.way == found || isOfShare else { return nil }
                sides.way = found
            case .percent(let token):
                // "The 10-year yield: buy above 4%".
                let isLevel =
                    sides.left != nil || speaksOfPercent(known.left) && !leads(to: index + 1)
                if sides.way != nil, sides.share == nil, isLevel {
                    return finished(sides, [token], index + 1, &known)
                }
                guard sides.share == nil else { return nil }
                sides.share = token
            case .it:
                guard let way = sides.way, let right = known.right else { break }
                if let share = sides.share { return compared(share, way, right, index + 1) }
                return finished(sides, right, index + 1, &known)
            case .price:
                guard sides.left == nil, sides.way == nil else { return nil }
                sides.left = words("its price")
            case .pair(let tokens):
                guard sides.left == nil, sides.way == nil else { return nil }
                sides.pair = tokens
            case .number(let token) where sides.way != nil && !(sides.left != nil && isCross):
                return finished(sides, [token], index + 1, &known)
            case .and where sides.left != nil && isCross && sides.way == nil: break
            case .value, .length, .number:
                let isCompared =
                    sides.way != nil || isWay(index + 1) || isVerb(index + 1) && isWay(index + 2)
                guard let tokens = average(part, crosses: isCross, isCompared: isCompared) else {
                    return bare(sides, start, index, &known)
                }
                if sides.way != nil || sides.left != nil && sides.hasVerb {
                    if let share = sides.share {
                        return compared(share, sides.way, tokens, index + 1)
                    }
                    // "Under an RSI of 30": the number behind is the level.
                    if sides.left == nil, case .value(_, false) = part {
                        sides.left = tokens
                        break
                    }
                    return finished(sides, tokens, index + 1, &known)
                }
                guard sides.left == nil else { return bare(sides, start, index, &known) }
                sides.left = tokens
            default: return bare(sides, start, index, &known)
            }
            index += 1
        }
        return bare(sides, start, index, &known)
    }

    private func nextIsCross(_ index: Int) -> Bool {
        guard index + 1 < parts.count, case .verb(_, false) = parts[index + 1] else { return false }
        return true
    }

    /// What stands alone: a verb that says nothing, or a level without a comparison.
    private func bare(
        _ sides: Sides, _ start: Int, _ end: Int, _ known: inout Known
    ) -> (Item?, Int)? {
        guard end > start else { return nil }
        if let pair = sides.pair {
            guard sides.hasVerb, !sides.isWeak, sides.way != .down, sides.share == nil else {
                return nil
            }
            known.hasCross = false
            return (.group(pair + words("cross")), end)
        }
        if sides.way != nil {
            // "Cross under the average …, cross over …": the level was named before.
            if sides.left == nil, sides.share == nil,
                let right = known.right ?? (follows(start) ? known.number.map { [$0] } : nil)
            {
                return finished(sides, right, end, &known)
            }
            guard let left = sides.left, left.contains(where: { $0.key == "macd" }), sides.hasVerb
            else { return nil }
            known.hasCross = false
            if isSame(known.left, left) { known.isWaiting = false }
            let relation = sides.way == .up ? "crosses above" : "crosses below"
            return (.group(left + words(relation)), end)
        }
        guard sides.share == nil else { return nil }
        if let left = sides.left {
            if sides.hasVerb, !sides.isWeak {
                // "Breaks the 20-day high", "breaks its lower band".
                let keys = left.map(\.key)
                if keys.contains("macd") {
                    return (.group(left + words("crosses its signal line")), end)
                }
                let isTop = keys.contains { ["high", "highs", "upper"].contains($0) }
                guard isTop || keys.contains(where: { ["low", "lows", "lower"].contains($0) })
                else { return nil }
                let way: Direction = isTop ? .up : .down
                guard sides.direction == nil || sides.direction == way else { return nil }
                let relation = words(isTop ? "crosses above" : "crosses below")
                return (.group(words("its price") + relation + left), end)
            }
            if left.map(\.key) == ["its", "price"] { return (nil, end) }
            let isPrice = parts[start..<end].contains {
                if case .value(_, true) = $0 { true } else { false }
            }
            if isPrice {
                // "The 200-day average: above it I am in": what the level is for follows.
                guard known.right == nil, parts[end...].contains(where: \.isIt) else {
                    return (.level(left), end)
                }
                (known.right, known.compared) = (left, words("its price"))
                return (nil, end)
            }
            // "CCI on the S&P: under -100 …": what the levels behind it speak of.
            guard known.left == nil else { return isSame(known.left, left) ? (nil, end) : nil }
            // "… is my signal" names no line of the MACD.
            (known.left, known.isWaiting) = (left, left.map(\.key) != ["signal"])
            return (nil, end)
        }
        if sides.hasVerb, !sides.isWeak {
            // "Cross" may stand apart, "dip" says what it is that dips.
            guard !known.hasCross, sides.direction == nil else { return nil }
            known.hasCross = true
        }
        return (nil, end)
    }

    /// Whether a level behind a percentage takes it: "5% below its average".
    private func leads(to index: Int) -> Bool {
        guard parts.indices.contains(index) else { return false }
        if case .way = parts[index] { return true }
        return limits(index)
    }

    private func isWay(_ index: Int) -> Bool {
        guard parts.indices.contains(index), case .way = parts[index] else { return false }
        return limits(index + 1)
    }

    /// Whether an action stands in front: "own it above 4%, out below" says the number once, and
    /// "goes above 80 and then goes below" says what comes after.
    private func follows(_ index: Int) -> Bool {
        let before = parts[..<index].last { part in
            switch part {
            case .boundary(false), .when: false
            default: true
            }
        }
        if case .action? = before { return true }
        return false
    }

    private func isVerb(_ index: Int) -> Bool {
        if parts.indices.contains(index), case .verb = parts[index] { true } else { false }
    }

    /// Whether what was named is counted in percent itself.
    private func speaksOfPercent(_ left: [Token]?) -> Bool {
        left?.contains {
            ["yield", "yields", "unemployment", "volatility", "interest", "rate"].contains($0.key)
        } ?? false
    }

    /// Whether a part may be what a way leads to.
    private func limits(_ index: Int) -> Bool {
        guard parts.indices.contains(index) else { return false }
        return switch parts[index] {
        case .value, .number, .length, .percent, .price, .it: true
        default: false
        }
    }

    private func isSame(_ one: [Token]?, _ other: [Token]) -> Bool {
        one?.map(\.key).filter { $0 != "the" } == other.map(\.key).filter { $0 != "the" }
    }

    private func finished(
        _ found: Sides, _ right: [Token], _ behind: Int, _ known: inout Known
    ) -> (Item?, Int)? {
        var (sides, end) = (found, behind)
        // "The 5 crosses the 12 to the upside": the way stands behind both.
        if sides.hasVerb, sides.way == nil, parts.indices.contains(end),
            case .way(let way) = parts[end], !limits(end + 1)
        {
            (sides.way, end) = (way, end + 1)
        }
        let isNumber = right.count == 1 && right[0].isNumber
        guard sides.share == nil, sides.pair == nil else { return nil }
        let left: [Token]
        if let named = sides.left {
            left = named
        } else if isNumber {
            // Of several things a bare level may be of any.
            guard let earlier = known.left, known.measured.count <= 1 else { return nil }
            left = earlier
        } else if isSame(known.right, right), let compared = known.compared {
            // "… crosses back below it": what crossed before.
            left = compared
        } else if sides.isChained, let earlier = known.right {
            left = earlier
        } else {
            left = words("its price")
        }
        if isSame(known.left, left) { known.isWaiting = false }
        if isNumber {
            (known.left, known.number) = (left, right[0])
            if !known.measured.contains(where: { isSame($0, left) }),
                left.map(\.key) != ["its", "price"]
            {
                known.measured.append(left)
            }
        } else {
            (known.right, known.compared) = (right, left)
        }
        known.hasCross = false
        let relation: String
        switch (sides.hasVerb, sides.direction, sides.way) {
        case (true, let direction, let way?):
            if let direction, direction != way { return nil }
            relation = way == .up ? "crosses above" : "crosses below"
        case (true, let direction?, nil):
            relation = direction == .up ? "crosses above" : "crosses below"
        case (true, nil, nil):
            guard !sides.isWeak else { return nil }
            relation = "crosses"
        case (false, _, let way?): relation = way == .up ? "is above" : "is below"
        case (false, _, nil): return nil
        }
        return (.group(left + words(relation) + right), end)
    }

    /// "5% below its 20-day average".
    private func compared(
        _ share: Token, _ way: Direction?, _ right: [Token], _ end: Int
    ) -> (Item?, Int)? {
        guard let way else { return nil }
        let relation = words(way == .up ? "above its" : "below its")
        return (.group(words("it is") + [share] + relation + right), end)
    }
}
