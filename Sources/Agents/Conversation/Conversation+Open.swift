import AlmanacCore

/// Sentences that could not be planned at once: what was asked is kept until it can be.
extension Conversation {
    /// Keeps a sentence that asks something, so that the next turn can answer it.
    ///
    /// Beside a strategy at hand just what is plainly another one is kept: a change that was not
    /// understood is none.
    mutating func keep(_ text: String, _ planned: PlannedSentence) {
        if current != nil {
            let draft = planner.draft(text)
            let isWhole =
                draft.entry != nil || draft.shortEntry != nil || draft.saysBuy || draft.saysShort
            guard isWhole, !planned.plan.symbols.isEmpty else {
                opened = []
                return
            }
        }
        opened = [OpenRequest(text, planned)]
    }

    /// What a turn makes of the sentence that is open; nothing where it says nothing of it.
    mutating func complete(_ text: String) -> Reply? {
        guard let open = opened.last else { return nil }
        let completion = Completion(open: open, turn: text, catalogue: planner.catalogue)
        if completion.takesProposal, let proposal = open.proposal {
            return completed(.init(text: proposal), from: open)
        }
        var candidates = completion.candidates
        if completion.leavesOut {
            guard let rest = completion.rest else { return nil }
            candidates = [rest]
        }
        var further: OpenRequest?
        for candidate in candidates {
            if let reply = completed(candidate, from: open) { return reply }
            guard further == nil, let planned = try? planner.plan(candidate.text) else { continue }
            let next = OpenRequest(candidate.text, planned)
            let isFurther =
                candidate.replaced == nil
                ? Set(next.unread).isSubset(of: open.unread)
                    && next.namesSymbol == (open.namesSymbol || next.namesSymbol)
                : next.unread.count < open.unread.count + (candidate.isOfRead ? 1 : 0)
            if isFurther { further = next }
        }
        guard let further else { return nil }
        opened.append(further)
        return .say("So far: \"\(further.text)\". \(further.question)")
    }

    /// Takes up a sentence that a turn makes, with what took the place of what.
    private mutating func completed(
        _ candidate: Completion.Candidate, from open: OpenRequest
    ) -> Reply? {
        guard let planned = try? planner.plan(candidate.text), var reading = planned.reading else {
            return nil
        }
        if let replaced = candidate.replaced, !candidate.isOfRead {
            reading.assumptions.insert(
                candidate.by.isEmpty
                    ? "\"\(replaced)\" is left out"
                    : "\"\(candidate.by)\" takes the place of \"\(replaced)\"", at: 0)
        }
        return adopt(reading, planner.draft(candidate.text), nil, planned, as: .strategy)
    }

    /// What is said to words that do not help with what is open.
    func reminder(of text: String) -> String? {
        guard current == nil, let open = opened.last else { return nil }
        return
            "\"\(text)\" could not be joined to what was asked, \"\(open.text)\", which is kept. "
            + open.question
    }

    /// What is said to a question while there is no strategy.
    var notYet: String {
        guard let open = opened.last else {
            return "There is no strategy yet. Say one, such as \"\(Refusal.firstExample)\"."
        }
        return "There is no strategy yet: \"\(open.text)\" is still open. \(open.question)"
    }

    /// Takes back what was said last of an open sentence; nothing where none is open.
    mutating func undoOpen() -> String? {
        guard !opened.isEmpty else { return nil }
        opened.removeLast()
        if let open = opened.last { return "Back to: \"\(open.text)\". \(open.question)" }
        guard let now = current else { return "Forgotten. Say what to trade and when." }
        return "Forgotten. Still: \(now.reading.understood)"
    }
}
