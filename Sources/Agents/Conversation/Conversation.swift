public import AlmanacCore

/// A talk about one strategy: a state machine that is told what a person says and what runs gave.
///
/// It holds no data and runs nothing. ``hear(_:)`` answers with words or asks for a run, whose
/// figures the owner then hands to ``learn(_:)``. A new symbol or parameter keeps the definition;
/// new logic makes a new version with a diff. The same words after the same words give the same
/// state, so that a talk is kept by keeping its words.
public struct Conversation: Sendable {
    /// One state of the strategy, with what a run of it gave.
    public struct Version: Sendable, Equatable {
        /// Counts definitions from 1; a change of symbols, parameters or settings keeps it.
        public var number: Int
        /// The strategy and how to run it.
        public var reading: SentenceReading
        /// What changed against the version before.
        public var change: Change
        /// The lines of the code that differ, marked `-` and `+`; empty where none do.
        public var diff: [String]
        /// What the run gave, once it is known.
        public var summary: RunSummary?
    }

    /// What kind of change led to a version.
    public enum Change: String, Sendable, Equatable {
        case strategy, symbol, parameter, setting, logic
    }

    /// What is to be done about what was said.
    public enum Reply: Sendable, Equatable {
        /// Run this version and hand the figures to ``Conversation/learn(_:)``.
        case run(Version)
        /// Say this.
        case say(String)
        /// The talk is over.
        case end
    }

    /// One thing said and the answer to it, for context.
    public struct Turn: Sendable, Equatable {
        /// The person's words.
        public var said: String
        /// The answer, or what was understood where something is to be run.
        public var answered: String
    }

    /// How many turns are kept.
    public static let memory = 50

    /// The versions so far, oldest first; what was undone is gone.
    public private(set) var versions: [Version] = []
    /// What was said, oldest first, at most ``memory`` turns.
    public private(set) var turns: [Turn] = []
    let planner: Planner
    /// Reads what the grammar does not, such as a model; nothing without one.
    public var read: (@Sendable (String) throws(AlmanacError) -> PlannedSentence)?
    /// The drafts of the versions, for changes to be read into; nothing for one that was not read
    /// by the grammar.
    private var drafts: [SentenceDraft?] = []
    /// What was said for a version that the grammar did not read, with its changes.
    private var request: String?
    private var plans: [PlannedSentence] = []

    /// Starts a talk.
    public init(planner: Planner) { self.planner = planner }

    /// The strategy that the talk is about.
    public var current: Version? { versions.last }

    /// The plan of the strategy that was asked for last as a whole.
    public var plan: PlannedSentence? { plans.last }

    /// Takes in what a run of the current version gave.
    public mutating func learn(_ summary: RunSummary) {
        guard !versions.isEmpty else { return }
        versions[versions.count - 1].summary = summary
    }

    /// Answers what a person says.
    ///
    /// Never throws: what cannot be done is said, with what can.
    public mutating func hear(_ text: String) -> Reply {
        let reply = answer(text)
        let answered =
            switch reply {
            case .run(let version): version.reading.understood
            case .say(let words): words
            case .end: ""
            }
        turns.append(Turn(said: text, answered: answered))
        if turns.count > Self.memory { turns.removeFirst() }
        return reply
    }

    private mutating func answer(_ text: String) -> Reply {
        guard text.utf8.count <= SentenceReader.maximumLength * 4 else {
            return .say("That is too long to read; say one change at a time.")
        }
        let words = Tokenizer.tokens(of: text)
        guard !words.isEmpty else { return .say(Self.help) }
        if let intent = Intent(words) { return act(on: intent, text) }
        if let change = change(text, words) { return change }
        return strategy(text)
    }

    // MARK: Whole strategies and changes

    /// A whole strategy, or a question about what was meant.
    private mutating func strategy(_ text: String) -> Reply {
        do throws(AlmanacError) {
            let planned: PlannedSentence
            do throws(AlmanacError) {
                planned = try planner.plan(text)
            } catch {
                if let reply = readOtherwise(text, instead: error) { return reply }
                throw error
            }
            if let obstacle = planned.obstacle, let reply = readOtherwise(text, instead: obstacle) {
                return reply
            }
            request = nil
            guard let reading = planned.reading else {
                if let question = planned.plan.question { return .say(unanswered(question)) }
                return .say(
                    "That follows others into whatever they buy. Missing: "
                        + planned.plan.missing.map(\.what).joined(separator: "; ") + ".")
            }
            plans.append(planned)
            return adopt(reading, draft: planner.draft(text), as: .strategy)
        } catch {
            return .say(error.spoken)
        }
    }

    /// Has what the grammar does not understand read by ``read``, as a change of what was read so
    /// before; nothing where there is none or it may not be asked.
    private mutating func readOtherwise(_ text: String, instead problem: AlmanacError) -> Reply? {
        guard let read, ModelPlanner.mayRead(problem) else { return nil }
        let whole = request.map { $0 + "\nChanged afterwards: " + text } ?? text
        do throws(AlmanacError) {
            let planned = try read(whole)
            guard let reading = planned.reading else {
                return .say(planned.plan.question ?? problem.message)
            }
            request = whole
            plans.append(planned)
            return adopt(reading, draft: nil, as: .strategy)
        } catch {
            return .say(error.spoken)
        }
    }

    private func unanswered(_ question: String) -> String {
        current == nil
            ? question
            : question
                + " Or change the strategy: \"try MSFT\", \"use weekly\", \"add a 5% stop\", "
                + "\"undo\"; \"help\" lists more."
    }

    private mutating func change(_ text: String, _ words: [Token]) -> Reply? {
        guard let draft = drafts.last ?? nil, let before = current,
            let (changed, kind) = DraftChange(draft, planner.catalogue).applied(text, words)
        else { return nil }
        do {
            let reading = try SentenceReader.reading(of: changed, catalogue: planner.catalogue)
            if reading.definition == before.reading.definition,
                reading.symbols == before.reading.symbols,
                reading.period == before.reading.period, reading.cash == before.reading.cash,
                reading.fees == before.reading.fees, reading.slippage == before.reading.slippage,
                reading.fixedFees == before.reading.fixedFees
            {
                return .say("That is how it already is: \(reading.understood)")
            }
            return adopt(reading, draft: changed, as: kind)
        } catch {
            return .say(error.spoken)
        }
    }

    private mutating func adopt(
        _ reading: SentenceReading, draft: SentenceDraft?, as kind: Change
    ) -> Reply {
        var diff: [String] = []
        var number = 1
        var kind = kind
        if let before = current {
            let old = before.reading.definition["code"]?.stringValue ?? ""
            let new = reading.definition["code"]?.stringValue ?? ""
            number = before.number
            if old != new {
                diff = LineDiff.changes(from: old, to: new)
                number += 1
                if kind != .strategy { kind = .logic }
            } else if kind == .logic {
                kind = .parameter
            }
        }
        var reading = reading
        if case .object(var definition) = reading.definition {
            definition["version"] = .integer(number)
            reading.definition = .object(definition)
        }
        let version = Version(
            number: number, reading: reading, change: kind, diff: diff, summary: nil)
        versions.append(version)
        drafts.append(draft)
        return .run(version)
    }

    // MARK: Intents

    private mutating func act(on intent: Intent, _ text: String) -> Reply {
        switch intent {
        case .end: return .end
        case .help: return .say(Self.help)
        case .term(let term): return .say(Glossary.definition(of: term) ?? Glossary.unknown(term))
        case .advice:
            return .say(
                "That asks for advice or for the future, which is not given here. What a rule "
                    + "would have done in the past can be shown.")
        case .undo:
            guard versions.count > 1 else { return .say("There is nothing to undo.") }
            versions.removeLast()
            drafts.removeLast()
            guard let now = current else { return .say("There is nothing to undo.") }
            return .say("Back to: \(now.reading.understood)" + figures(now))
        case .restart:
            versions.removeAll()
            drafts.removeAll()
            return .say("Forgotten. Say what to trade and when.")
        default: break
        }
        guard let now = current else {
            return .say("There is no strategy yet. Say one, such as \"\(Refusal.firstExample)\".")
        }
        let missing = planner.missing(of: now.reading)
        return .say(Answers(versions: versions, now: now, missing: missing).answer(intent, text))
    }

    private func figures(_ version: Version) -> String {
        version.summary.map { "\n" + $0.line } ?? ""
    }

    /// What the change that led to the current version did to the figures, or nothing.
    public var comparison: String? {
        guard versions.count > 1, let now = versions.last?.summary,
            let before = versions[versions.count - 2].summary
        else { return nil }
        return RunSummary.comparison(before, now)
    }

    static let help = """
        Say a strategy ("buy AAPL when its RSI is below 30"), or change the one at hand:
          try MSFT · use weekly · since 2010 · RSI below 25 · use 20 and 50 days
          add a 5% stop · remove the stop · only when it is above its 200-day average
          sell when its RSI is above 60 · what if fees were 10 bp?
        or ask about it:
          what does it do? · show the code · what changed? · compare with before · undo
          why did it buy in March 2009? · when did it sell? · worst trade · how risky is it?
          what is the Sharpe ratio? · explain like I'm five · what is missing? · quit
        """
}
