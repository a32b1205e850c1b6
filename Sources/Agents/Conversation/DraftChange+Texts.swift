/// Changes of whose texts count: "only Elon's tweets", "remove WSB", "ignore retweets".
extension SentenceParser {
    /// What is wanted of the sources of texts.
    private enum TextWish {
        case only([SourceMention])
        case without([SourceMention])
        case also([SourceMention])
        /// Some or, where none are named, all are replaced.
        case instead([SourceMention], [SourceMention])
        /// Which of the texts count.
        case filtered([String])
    }

    /// What comes of it.
    private enum TextOutcome {
        case changed(SentenceDraft)
        case refused(String)
    }

    /// Consumes a change of the sources of texts or of which of them count.
    mutating func changedTexts() -> Conversation.Change? {
        guard case .changed(let changed) = textOutcome() else { return nil }
        draft = changed
        return .logic
    }

    /// Consumes one that cannot be done, and says why.
    mutating func refusedTexts() -> String? {
        guard case .refused(let why) = textOutcome() else { return nil }
        return why
    }

    private mutating func textOutcome() -> TextOutcome? {
        guard let wish = textWish() else { return nil }
        let now = draft.texts
        if now.isEmpty { return withoutTexts(wish) }
        switch wish {
        case .only(let wanted):
            let kept = now.filter { mention in wanted.contains { $0.means(mention) } }
            return replaced { kept.isEmpty ? wanted : $0.filter(kept.contains) }
        case .without(let wanted):
            let dropped = now.filter { mention in wanted.contains { $0.means(mention) } }
            guard !dropped.isEmpty else {
                return .refused("That is not read: the strategy goes by \(Self.list(now)).")
            }
            guard dropped.count < now.count else {
                return .refused(
                    "The strategy goes by nothing else; say what takes its place, such as \"use "
                        + "news instead\".")
            }
            return replaced { $0.filter { !dropped.contains($0) } }
        case .also(let wanted):
            let lists = Set((draft.entry ?? draft.shortEntry)?.textLists ?? [])
            guard lists.count == 1 else { return .refused(Self.askHow(wanted)) }
            return replaced { list in list + wanted.filter { !list.contains($0) } }
        case .instead(let old, let new):
            let gone = now.filter { mention in old.isEmpty || old.contains { $0.means(mention) } }
            guard !gone.isEmpty else {
                return .refused("That is not read: the strategy goes by \(Self.list(now)).")
            }
            return replaced { list in
                let kept = list.filter { !gone.contains($0) }
                return kept.count == list.count ? list : kept + new.filter { !kept.contains($0) }
            }
        case .filtered(let filters):
            return filtered(filters, now)
        }
    }

    /// What is said of texts where the strategy reads none.
    private func withoutTexts(_ wish: TextWish) -> TextOutcome? {
        switch wish {
        case .also(let wanted): .refused(Self.askHow(wanted))
        case .without: .refused("The strategy reads no texts: there are none to leave out.")
        case .filtered: .refused("The strategy reads no posts: there are none to leave out.")
        case .only, .instead: nil
        }
    }

    private static func askHow(_ wanted: [SourceMention]) -> String {
        "Say how it is to count, such as "
            + "\"only when the sentiment of \(list(wanted)) is above 0.1\"."
    }

    private static func list(_ mentions: [SourceMention]) -> String {
        mentions.map(\.phrase).joined(separator: " and ")
    }

    private func filtered(_ filters: [String], _ now: [SourceMention]) -> TextOutcome {
        let isOfPosts = filters.contains { $0.hasPrefix("no ") }
        guard !isOfPosts || now.contains(where: { $0.row == "twitter" }) else {
            return .refused("Retweets and replies are told apart on X only.")
        }
        return replaced { list in
            list.map { mention in
                guard !isOfPosts || mention.row == "twitter" else { return mention }
                var changed = mention
                changed.filters = Set(mention.filters + filters).sorted()
                return changed
            }
        }
    }

    private func replaced(
        _ change: ([SourceMention]) -> [SourceMention]
    ) -> TextOutcome {
        var changed = draft
        changed.entry = draft.entry?.mapTexts(change)
        changed.shortEntry = draft.shortEntry?.mapTexts(change)
        if case .condition(let exit) = draft.exit {
            changed.exit = exit.mapTexts(change).map { .condition($0) }
        }
        if case .condition(let exit) = draft.shortExit {
            changed.shortExit = exit.mapTexts(change).map { .condition($0) }
        }
        if case .all(let parts) = draft.entry, draft.addedFilters > 0 {
            let filters = parts.suffix(draft.addedFilters)
            changed.addedFilters = filters.compactMap { $0.mapTexts(change) }.count
        }
        return .changed(changed)
    }

    // MARK: Words

    private static let leavingOut = ["ignore", "exclude", "skip", "leave", "excluding", "not"]

    private mutating func textWish() -> TextWish? {
        if let filters = attempt({ $0.textFilters() }) { return .filtered(filters) }
        let words = tokens.map(\.key)
        if accept(anyOf: Self.removing) || accept(anyOf: Self.leavingOut) {
            skip("out", "any", "all", "using")
            return textSources().map { .without($0) }
        }
        if accept("replace", "swap") {
            // Sources joined by "with" would be one list.
            guard let old = textSource() else { return nil }
            skip("sentiment")
            guard accept("with", "by", "for"), let new = textSources() else { return nil }
            return .instead([old], new)
        }
        let isOnly = ["only", "just", "solely", "alone"].contains { words.contains($0) }
        let isMore = ["add", "include", "also", "too", "plus", "additionally"].contains {
            words.contains($0)
        }
        let isInstead = ["instead", "rather", "switch"].contains { words.contains($0) }
        guard isOnly || isMore || isInstead else { return nil }
        skip(
            "only", "just", "solely", "add", "include", "use", "take", "switch", "to", "go", "with",
            "on", "listen", "keep", "also", "trade", "follow", "try", "make", "it", "read")
        guard let sources = textSources() else { return nil }
        skip("alone", "sentiment", "too")
        return isMore ? .also(sources) : isOnly ? .only(sources) : .instead([], sources)
    }

    /// Consumes "ignore retweets", "only verified accounts", "only posts with more than 100 likes".
    private mutating func textFilters() -> [String]? {
        var rest = tokens[position...]
        var skipped = 0
        if let first = rest.first?.key, (Self.removing + Self.leavingOut).contains(first) {
            rest = rest.dropFirst()
            skipped = 1
            while let next = rest.first?.key, ["out", "the", "all", "any"].contains(next) {
                rest = rest.dropFirst()
                skipped += 1
            }
            let without = Token(kind: .word("without"), range: 0..<0)
            var probe = SentenceParser(tokens: [without] + rest, catalogue: catalogue)
            let found = probe.filters()
            guard !found.isEmpty else { return nil }
            position += skipped + probe.position - 1
            return found
        }
        let whole = filters()
        if !whole.isEmpty { return whole }
        skip("only", "just", "count", "use", "take", "tweets", "posts", "those", "ones", "keep")
        let found = filters()
        return found.isEmpty ? nil : found
    }
}

extension SourceMention {
    /// Whether this, as it was said, means another mention: "Reddit" any community there.
    fileprivate func means(_ other: SourceMention) -> Bool {
        guard row == other.row else { return false }
        let isWhole = target == nil || row == "reddit" && target == "stocks"
        return isWhole || target == other.target
    }
}

extension SentenceDraft {
    /// The sources of texts that its conditions read, in reading order.
    fileprivate var texts: [SourceMention] {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [SourceMention] = []
        for list in conditions.flatMap(\.textLists) {
            for source in list where !found.contains(source) { found.append(source) }
        }
        return found
    }
}

extension Condition {
    /// The sources of each quantity that is made from texts.
    fileprivate var textLists: [[SourceMention]] {
        var lists: [[SourceMention]] = []
        visit { quantity in
            switch quantity {
            case .signal(let sources, .sentiment), .signal(let sources, .mentions):
                lists.append(sources)
            default: break
            }
        }
        return lists
    }

    /// The condition with the sources of every such quantity replaced, without the parts that are
    /// left with none; nothing where no part is left.
    fileprivate func mapTexts(_ change: ([SourceMention]) -> [SourceMention]) -> Condition? {
        let mapped: Condition
        switch self {
        case .all(let parts): return Self.joined(parts, change, Condition.conjunction)
        case .any(let parts): return Self.joined(parts, change, Condition.disjunction)
        case .compare(let left, let way, let right, let inclusive):
            mapped = .compare(
                left.mapTexts(change), way, right.mapTexts(change), inclusive: inclusive)
        case .cross(let left, let way, let right):
            mapped = .cross(left.mapTexts(change), way, right.mapTexts(change))
        case .between(let quantity, let low, let high):
            mapped = .between(quantity.mapTexts(change), low, high)
        case .within(let quantity, let bound): mapped = .within(quantity.mapTexts(change), bound)
        default: return self
        }
        return mapped.textLists.contains(where: \.isEmpty) ? nil : mapped
    }

    private static func joined(
        _ parts: [Condition], _ change: ([SourceMention]) -> [SourceMention],
        _ join: ([Condition]) -> Condition
    ) -> Condition? {
        var kept: [Condition] = []
        for part in parts.compactMap({ $0.mapTexts(change) }) where !kept.contains(part) {
            kept.append(part)
        }
        return kept.isEmpty ? nil : join(kept)
    }
}

extension Quantity {
    fileprivate func mapTexts(_ change: ([SourceMention]) -> [SourceMention]) -> Quantity {
        switch self {
        case .signal(let sources, .sentiment): .signal(change(sources), .sentiment)
        case .signal(let sources, .mentions): .signal(change(sources), .mentions)
        case .average(let kind, let source, let length):
            .average(kind, source.mapTexts(change), length)
        case .shifted(let source, let by): .shifted(source.mapTexts(change), by: by)
        case .change(let source, let length): .change(source.mapTexts(change), length)
        case .zscore(let source, let length): .zscore(source.mapTexts(change), length)
        case .difference(let source, let length): .difference(source.mapTexts(change), length)
        default: self
        }
    }
}
