import AlmanacCore

/// Changes of what a strategy has one of, called by its part: "the level", "the exit", "the stop".
extension SentenceParser {
    /// Consumes "use a tighter stop" and asks how tight.
    mutating func unsizedStop() -> String? {
        skip("use", "set", "make", "it", "add", "try", "put", "have", "with", "a", "the", "want")
        guard accept(anyOf: Self.comparatives) else { return nil }
        let parts: [(phrase: String, path: KeyPath<SentenceDraft, Double?>, example: String)] = [
            ("trailing stop", \.trailingStop, "3% trailing stop"),
            ("stop loss", \.stopLoss, "3% stop"), ("stop", \.stopLoss, "3% stop"),
            ("profit target", \.takeProfit, "10% take profit"),
            ("take profit", \.takeProfit, "10% take profit"),
            ("target", \.takeProfit, "10% take profit"),
        ]
        guard let part = parts.first(where: { accept(phrase: $0.phrase) }) else { return nil }
        let now = draft[keyPath: part.path].map { "it is \(Wording.percent($0)) now" }
        return "Say how wide it is to be, such as \"\(part.example)\"; "
            + (now ?? "there is none now") + "."
    }

    private static let comparatives = [
        "tighter", "wider", "looser", "closer", "narrower", "smaller", "bigger", "larger", "lower",
        "higher", "different", "better",
    ]

    /// Consumes "make it more positive" and asks by how much.
    mutating func unsizedLevel() -> String? {
        skip("make", "it", "be", "the", "a", "bit", "little", "much", "sentiment", "should", "have")
        guard accept("more", "less"), word() != nil else { return nil }
        position += 1
        guard let level = draft.entry?.numbers.first else {
            return "Say what is to change and to what, such as \"add a 5% stop\" or \"use weekly\"."
        }
        let example = abs(level) < 1 ? Quantity.rounded(level * 2) : Quantity.rounded(level * 0.9)
        return "Say which number is to change and to what, such as "
            + "\"change \(JSON.text(of: level)) to \(JSON.text(of: example))\"."
    }

    /// Consumes "set the exit to 60", "lower the level to 25", "raise the entry level to 35".
    mutating func namedLevel() -> Conversation.Change? {
        guard let wish = levelWish() else { return nil }
        let found = levels(wish)
        guard found.count == 1, wish.fits(found[0].level) else { return nil }
        if found[0].isExit {
            draft.exit = found[0].exit.map {
                .condition($0.mapNumbers { $0.isPrice ? $1 : wish.value })
            }
        } else {
            draft.entry = draft.entry?.mapNumbers { $0.isPrice ? $1 : wish.value }
        }
        return .parameter
    }

    /// Consumes the same where the strategy has several such levels, and asks which is meant.
    mutating func severalLevels() -> String? {
        guard let wish = levelWish() else { return nil }
        let found = levels(wish)
        guard found.count > 1 else {
            guard let only = found.first, !wish.fits(only.level) else { return nil }
            return "The level is \(JSON.text(of: only.level)) now, which is not "
                + "\(wish.way == .down ? "above" : "below") \(JSON.text(of: wish.value))."
        }
        let list = found.map { JSON.text(of: $0.level) }
        let old = list[0]
        return "There are levels at \(list.joined(separator: " and ")); say which, such as "
            + "\"change \(old) to \(JSON.text(of: wish.value))\"."
    }

    /// What is said of a level that is called by its part.
    private struct LevelWish {
        var value: Double
        /// Whether the exit's is meant, or the entry's; nothing where that is open.
        var isExit: Bool?
        /// The way it is to move, where the words say so.
        var way: Direction?

        /// Whether a level can move so.
        func fits(_ level: Double) -> Bool {
            switch way {
            case .up: value > level
            case .down: value < level
            case nil: true
            }
        }
    }

    private mutating func levelWish() -> LevelWish? {
        let way: Direction?
        if accept("raise", "increase", "lift") {
            way = .up
        } else if accept("lower", "reduce", "decrease", "drop") {
            way = .down
        } else if accept("set", "change", "move", "put", "make") {
            way = nil
        } else {
            return nil
        }
        skip("the", "its", "my")
        var isExit: Bool?
        if accept("exit", "sell", "selling") {
            isExit = true
        } else if accept("entry", "buy", "buying") {
            isExit = false
        }
        let isLevel = accept("level", "threshold", "bound", "limit", "line")
        guard isLevel || isExit != nil, accept("to", "at"), let value = number(.plain) else {
            return nil
        }
        return LevelWish(value: value, isExit: isExit, way: way)
    }

    /// The numbers that indicators are compared with, in the part that is meant; an exit that only
    /// follows from the entry counts where the exit is named.
    private func levels(
        _ wish: LevelWish
    ) -> [(level: Double, isExit: Bool, exit: Condition?)] {
        var exit: Condition?
        if case .condition(let condition) = draft.exit {
            exit = condition
        } else if wish.isExit == true, let entry = draft.entry {
            exit = ImpliedExit.exit(for: entry, isLong: true)?.condition
        }
        let entries = wish.isExit == true ? [] : draft.entry?.numbers ?? []
        let exits = wish.isExit == false ? [] : exit?.numbers ?? []
        return entries.map { ($0, false, nil) } + exits.map { ($0, true, exit) }
    }
}

extension Condition {
    /// The numbers that quantities other than prices are compared with.
    fileprivate var numbers: [Double] {
        leaves.compactMap { leaf in
            guard let (left, _, right) = leaf.sides, !left.isPrice, case .number(let level) = right
            else { return nil }
            return level
        }
    }

    /// The condition with each number that a quantity is compared with replaced.
    fileprivate func mapNumbers(_ change: (Quantity, Double) -> Double) -> Condition {
        mapLevels { quantity, _, level in change(quantity, level) }
    }
}
