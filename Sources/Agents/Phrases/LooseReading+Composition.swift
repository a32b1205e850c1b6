/// How conditions and the actions beside them make a strategy.
extension LooseReading {
    /// What stands in the sentence once comparisons have found their sides.
    enum Item {
        case action(SentenceParser.Action)
        case group([Token])
        case elapsed([Token])
        case opposite
        case level([Token])
        case setting([Token])
        case and, or, when
        case boundary(isStrong: Bool)
    }

    /// The sentence in the words of the grammar; nothing where its parts do not fit together.
    func composed() -> [Token]? {
        guard symbols.count == 1, let items = items() else { return nil }
        // "…, while …" joins two conditions unless each has an action of its own.
        for (joinsWhen, joinsLists) in [(false, false), (true, false), (false, true)] {
            let joined = joined(items, joinsWhen, joinsLists)
            if let pairs = pairs(joined), let written = written(pairs, joined) { return written }
        }
        return nil
    }

    /// The items with conditions joined that stand together.
    ///
    /// - Parameters:
    ///   - joinsWhen: whether "…, while …" joins two.
    ///   - joinsLists: whether a comma does: "RSI < 10, price > its average".
    private func joined(_ items: [Item], _ joinsWhen: Bool, _ joinsLists: Bool) -> [Item] {
        var result: [Item] = []
        for item in items {
            guard case .group(let tokens) = item else {
                result.append(item)
                continue
            }
            var index = result.count - 1
            var joint: String?
            var isFar = false
            while index >= 0 {
                if case .and = result[index] {
                    joint = "and"
                } else if case .or = result[index] {
                    joint = "or"
                } else if case .when = result[index] {
                    if joinsWhen { joint = joint ?? "and" }
                } else if case .boundary(let isStrong) = result[index], !isStrong {
                    isFar = true
                } else {
                    break
                }
                index -= 1
            }
            if index >= 0, case .group(let earlier) = result[index],
                let joint = joint ?? (isFar && !joinsLists ? nil : "and")
            {
                result.removeSubrange((index + 1)...)
                result[index] = .group(earlier + words(joint) + tokens)
            } else {
                result.append(item)
            }
        }
        return result
    }

    /// Each action with what says when it is done.
    private func pairs(_ items: [Item]) -> [(SentenceParser.Action, Item)]? {
        var order: [Item] = []
        for (index, item) in items.enumerated() {
            switch item {
            case .setting(let tokens):
                // "Get out at a loss of 8%": the stop is what ends the position.
                let isGuard = tokens.contains { ["stop", "profit"].contains($0.key) }
                if isGuard, case .action(.sell)? = order.last, !isCondition(items, index + 1) {
                    order.removeLast()
                }
            case .action(let action):
                // "Purchases are made, bought when …": one action said twice.
                if case .action(let earlier)? = order.last, earlier == action { continue }
                if case .action(let earlier)? = order.last, [earlier, action] == [.sell, .short] {
                    order.removeLast()
                }
                order.append(item)
            case .and, .or, .when, .boundary: break
            default: order.append(item)
            }
        }
        let elapsed = takenTime(&order)
        var actions: [SentenceParser.Action] = []
        var times: [Item] = []
        for item in order {
            if case .action(let action) = item {
                actions.append(action)
            } else {
                times.append(item)
            }
            guard abs(actions.count - times.count) <= 1 else { return nil }
        }
        let isGuarded = items.contains { if case .setting = $0 { true } else { false } }
        if actions.count == times.count + 1, let last = actions.last, last == .sell, isGuarded {
            actions.removeLast()
        }
        // A condition alone says when to buy, also in front of one that says when to sell.
        if actions.isEmpty, times.count == 1, leftAside.isEmpty || speaksOfTrading,
            !isFall(times[0])
        {
            actions = [.buy]
        } else if actions == [.sell], times.count == 2, case .group? = order.first,
            !isFall(times[0])
        {
            actions = [.buy, .sell]
        }
        guard !actions.isEmpty, actions.count == times.count else { return nil }
        var pairs = Array(zip(actions, times))
        if elapsed != nil, actions.contains(.short), actions.contains(.buy) { return nil }
        if let elapsed { pairs.append((actions.contains(.short) ? .cover : .sell, elapsed)) }
        return pairs
    }

    /// Whether a condition follows at once.
    private func isCondition(_ items: [Item], _ index: Int) -> Bool {
        guard items.indices.contains(index) else { return false }
        return switch items[index] {
        case .when, .group, .and, .or, .elapsed, .level, .opposite: true
        default: false
        }
    }

    /// Whether a word says that something is traded or tested.
    private var speaksOfTrading: Bool {
        parser.tokens.contains {
            ["trade", "trades", "traded", "trading", "backtest", "test", "run"].contains($0.key)
        }
    }

    /// Whether something crosses below something else, which alone may as well be an exit.
    private func isFall(_ item: Item) -> Bool {
        guard case .group(let tokens) = item else { return false }
        let keys = tokens.map(\.key)
        return zip(keys, keys.dropFirst()).contains { $0 == "crosses" && $1 == "below" }
    }

    /// Takes the time that a position is held out of the order, with the action that it ends.
    private func takenTime(_ order: inout [Item]) -> Item? {
        let places = order.indices.filter { if case .elapsed = order[$0] { true } else { false } }
        guard places.count == 1, let place = places.first else { return nil }
        func action(_ index: Int) -> SentenceParser.Action? {
            guard order.indices.contains(index), case .action(let action) = order[index] else {
                return nil
            }
            return action
        }
        let hasEntry = order.contains {
            if case .action(let action) = $0 { action == .buy || action == .short } else { false }
        }
        let taken = order[place]
        let ends = [place - 1, place + 1].first { index in
            action(index) == .sell || action(index) == .cover
                || action(index) == .hold && hasEntry
        }
        order = order.enumerated().filter { $0.offset != place && $0.offset != ends }
            .map(\.element)
        return taken
    }

    private func written(
        _ pairs: [(SentenceParser.Action, Item)], _ items: [Item]
    ) -> [Token]? {
        var result: [Token] = []
        var said: [SentenceParser.Action] = []
        let comma = Token(kind: .mark(","), range: whole)
        let order = pairs.enumerated().sorted { left, right in
            (Self.rank(left.element.0), left.offset) < (Self.rank(right.element.0), right.offset)
        }.map(\.element)
        for (action, item) in order {
            guard !said.contains(action), !(said.contains(.buy) && action == .hold) else {
                return nil
            }
            said.append(action)
            if !result.isEmpty { result.append(comma) }
            let isEntry = action == .buy || action == .hold || action == .short
            if isEntry {
                // Held for a time, it is bought first.
                let isHeld = action == .hold && !pairs.contains { $0.0 == .sell }
                result += words(action == .short ? "short" : isHeld ? "hold" : "buy")
                result += symbols[0].tokens
                switch item {
                case .group(let tokens): result += words("when") + tokens
                case .level(let tokens): result += words("at") + tokens
                default: return nil
                }
                continue
            }
            guard !said.dropLast().isEmpty else { return nil }
            result += words(action == .sell ? "sell" : "cover")
            switch item {
            case .group(let tokens): result += words("when") + tokens
            case .elapsed(let tokens): result += words("after") + tokens
            case .opposite: result += words("on the opposite cross")
            case .level(let tokens): result += words("at") + tokens
            default: return nil
            }
        }
        for case .setting(let tokens) in items { result += [comma] + tokens }
        return result
    }

    private static func rank(_ action: SentenceParser.Action) -> Int {
        switch action {
        case .buy, .hold: 0
        case .sell: 1
        case .short: 2
        case .cover: 3
        }
    }
}
