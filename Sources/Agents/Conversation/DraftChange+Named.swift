import AlmanacCore

/// Changes of what a strategy has one of, called by its part: "the level", "the exit", "the stop".
extension SentenceParser {
    /// Consumes "use a tighter stop" and asks how tight.
    mutating func unsizedStop() -> String? {
        skip("use", "set", "make", "it", "add", "try", "put", "have", "with", "a", "the", "want")
        let isVerb = accept("tighten", "widen", "loosen", "narrow")
        if isVerb { skip("the", "my", "up", "a", "bit") }
        guard isVerb || accept(anyOf: Self.comparatives) else { return nil }
        let parts:
            [(phrase: String, path: KeyPath<SentenceDraft, StopDistance?>, example: String)] = [
                ("trailing stop", \.trailingStop, "3% trailing stop"),
                ("stop loss", \.stopLoss, "3% stop"), ("stop", \.stopLoss, "3% stop"),
                ("profit target", \.takeProfit, "10% take profit"),
                ("take profit", \.takeProfit, "10% take profit"),
                ("target", \.takeProfit, "10% take profit"),
            ]
        guard let part = parts.first(where: { accept(phrase: $0.phrase) }) else { return nil }
        let now = draft[keyPath: part.path].map { "it is \($0.words) now" }
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
        guard let level = (draft.entry ?? draft.shortEntry)?.levels.first else {
            return "Say what is to change and to what, such as \"add a 5% stop\" or \"use weekly\"."
        }
        let now = level.number.shown
        let example = Quantity.rounded(abs(now) < 1 ? now * 2 : now * 0.9)
        return "Say which number is to change and to what, such as "
            + "\"\(draft.order(for: level.number, to: example))\"."
    }

    /// Consumes "set the exit to 60", "lower the level to 25", "raise the entry level to 35".
    mutating func namedLevel() -> Conversation.Change? {
        guard let wish = levelWish() else { return nil }
        let found = levels(wish)
        guard found.count == 1, let only = found.first, wish.fits(only.level) else { return nil }
        let value = only.level.raw(wish.value)
        func changed(_ condition: Condition) -> Condition {
            condition.mapLevels { left, _, level in left == only.level.left ? value : level }
        }
        let isLong = draft.entry != nil
        switch (only.exit, isLong) {
        case (let exit?, true): draft.exit = .condition(changed(exit))
        case (let exit?, false): draft.shortExit = .condition(changed(exit))
        case (nil, true): draft.entry = draft.entry.map(changed)
        case (nil, false): draft.shortEntry = draft.shortEntry.map(changed)
        }
        return .parameter
    }

    /// Consumes the same where the strategy has several such levels, and asks which is meant.
    mutating func severalLevels() -> String? {
        guard let wish = levelWish() else { return nil }
        let found = levels(wish)
        guard found.count > 1 else {
            guard let only = found.first?.level, !wish.fits(only) else { return nil }
            return wish.isPercent && only.left.measure != .fraction
                ? "The level is \(only.number.shownWords) now and no percentage."
                : "The level is \(only.number.shownWords) now, which is not "
                    + "\(wish.way == .down ? "above" : "below") \(JSON.text(of: wish.value))."
        }
        let list = found.map(\.level.number.shownWords)
        return "There are levels of \(list.joined(separator: " and ")); say which, such as "
            + "\"\(draft.order(for: found[0].level.number, to: wish.value))\"."
    }

    /// What is said of a level that is called by its part.
    private struct LevelWish {
        var value: Double
        var isPercent: Bool
        /// Whether the exit's is meant, or the entry's; nothing where that is open.
        var isExit: Bool?
        /// The way it is to move, where the words say so.
        var way: Direction?

        /// Whether a level can move so.
        func fits(_ level: Level) -> Bool {
            if isPercent, level.left.measure != .fraction { return false }
            return switch way {
            case .up: value > level.number.shown
            case .down: value < level.number.shown
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
        } else if accept("set", "change", "move", "put", "make", "tighten", "loosen", "relax")
            || word() == "the"
            || word() == "entry" && ["at", "to"].contains(word(1))
        {
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
        guard isLevel || isExit != nil, accept("to", "at", "was", "were", "is") else { return nil }
        let plain = number(.plain) ?? number(.dollars)
        guard let value = plain ?? number(.percent) else { return nil }
        _ = deviations()
        return LevelWish(value: value, isPercent: plain == nil, isExit: isExit, way: way)
    }

    /// The numbers that indicators are compared with, in the part that is meant.
    ///
    /// Those of the exit come with it; an exit that only follows from the entry counts where the
    /// exit is named. Numbers of prices count where there are no others.
    private func levels(_ wish: LevelWish) -> [(level: Level, exit: Condition?)] {
        let isLong = draft.entry != nil
        var exit: Condition?
        if case .condition(let condition) = isLong ? draft.exit : draft.shortExit {
            exit = condition
        } else if wish.isExit == true, let entry = draft.entry ?? draft.shortEntry {
            exit = ImpliedExit.exit(for: entry, isLong: isLong)?.condition
        }
        let entries = wish.isExit == true ? [] : (draft.entry ?? draft.shortEntry)?.levels ?? []
        let exits = wish.isExit == false ? [] : exit?.levels ?? []
        let all = entries.map { ($0, nil as Condition?) } + exits.map { ($0, exit) }
        let others = all.filter { !$0.0.left.isPrice }
        return others.isEmpty ? all : others
    }
}

/// A number that something is compared with.
private struct Level {
    var left: Quantity
    var value: Double

    var number: KnownNumber { left.measure == .fraction ? .part(value) : .level(value) }

    /// What stands in its place for a number that was said.
    func raw(_ said: Double) -> Double {
        // What lies below -2 stays below where 1.5 is said.
        let isTurned = [.fraction, .zscore].contains(left.measure) && value < 0 && said > 0
        let signed = isTurned ? -said : said
        return left.measure == .fraction ? signed / 100 : signed
    }
}

extension Condition {
    fileprivate var levels: [Level] {
        leaves.compactMap { leaf in
            guard let (left, _, right) = leaf.sides, case .number(let value) = right else {
                return nil
            }
            return Level(left: left, value: value)
        }
    }
}
