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
        /// Why it could not be run, where it could not.
        public var failure: String?
    }

    /// A version with what later words are read into.
    struct State: Sendable {
        var version: Version
        /// Nothing for one that the grammar did not read.
        var draft: SentenceDraft?
        /// What was said for a version that the grammar did not read, with its changes.
        var request: String?
        /// The plan of the strategy that was asked for last as a whole.
        var plan: PlannedSentence?
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

    /// What was said, oldest first, at most ``memory`` turns.
    public private(set) var turns: [Turn] = []
    let planner: Planner
    /// Reads what the grammar does not, such as a model; nothing without one.
    public var read: (@Sendable (String) throws(AlmanacError) -> PlannedSentence)?
    var states: [State] = []
    /// What was undone and can be had again, last undone last.
    var undone: [State] = []
    /// The highest number that a version ever had; none is given twice.
    private var lastNumber = 0
    /// How many variants were tried, those that were undone included.
    var tried = 0
    /// A sentence that could not be planned yet, as it grew; empty once it can be.
    var opened: [OpenRequest] = []

    /// Starts a talk.
    public init(planner: Planner) { self.planner = planner }

    /// The versions so far, oldest first; what was undone is gone.
    public var versions: [Version] { states.map(\.version) }

    /// The strategy that the talk is about.
    public var current: Version? { states.last?.version }

    /// The plan of the strategy that was asked for last as a whole.
    public var plan: PlannedSentence? { states.last?.plan }

    /// Takes in what a run of a version gave.
    ///
    /// - Parameter index: Which of ``versions``; the current one by default.
    public mutating func learn(_ summary: RunSummary, at index: Int? = nil) {
        let index = index ?? states.count - 1
        guard states.indices.contains(index) else { return }
        states[index].version.summary = summary
        states[index].version.failure = nil
    }

    /// Takes in that the current version could not be run: a change is taken back.
    ///
    /// - Returns: The version that the talk is about again; nothing where a whole strategy failed,
    ///   which stays, so that it can be changed and asked about.
    public mutating func learn(failure: String) -> Version? {
        guard let last = states.indices.last else { return nil }
        // Where the version before could not be run either, the change is not to blame.
        if last > 0, states[last].version.change != .strategy,
            states[last - 1].version.failure == nil
        {
            states.removeLast()
            tried -= 1
            return current
        }
        states[last].version.failure = failure
        return nil
    }

    /// Takes in that a version could not be run, which stays.
    ///
    /// - Parameter index: Which of ``versions``.
    public mutating func learn(failure: String, at index: Int) {
        guard states.indices.contains(index) else { return }
        states[index].version.failure = failure
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
        let words = planner.catalogue.archivedNames.joined(Tokenizer.tokens(of: text))
        guard !words.isEmpty else { return .say(Self.help) }
        if let intent = Intent(words), intent != .thanks || opened.last?.proposal == nil {
            return act(on: intent, text)
        }
        if !opened.isEmpty, !isWhole(text), let reply = complete(text) { return reply }
        if let change = change(text, words) { return change }
        return strategy(text)
    }

    // MARK: Whole strategies and changes

    /// A whole strategy, or a question about what was meant.
    private mutating func strategy(_ text: String) -> Reply {
        do throws(AlmanacError) {
            let planned: PlannedSentence
            do throws(AlmanacError) {
                planned = try planner.plan(text, about: current?.reading.symbols.first?.symbol)
            } catch {
                if let reply = readOtherwise(text, instead: error) { return reply }
                throw error
            }
            if let obstacle = planned.obstacle, let reply = readOtherwise(text, instead: obstacle) {
                return reply
            }
            guard let reading = planned.reading else {
                if let question = planned.plan.question {
                    // A question of which nothing was read is no strategy.
                    let isEmpty = planned.plan.symbols.isEmpty && planned.plan.sources.isEmpty
                    let answer = isEmpty && current != nil ? unanswerable(text) : nil
                    if planned.plan.symbols.isEmpty, let reminder = reminder(of: text) {
                        return .say(reminder)
                    }
                    keep(text, planned)
                    return .say(answer ?? unanswered(question, planned.obstacle))
                }
                return .say(
                    "That follows others into whatever they buy. Missing: "
                        + planned.plan.missing.map(\.what).joined(separator: "; ") + ".")
            }
            return adopt(reading, planner.draft(text), nil, planned, as: .strategy)
        } catch {
            let isUnrelated = error.details["reason"] == "unrelated"
            if isUnrelated, let answer = reminder(of: text) ?? unanswerable(text) {
                return .say(answer)
            }
            guard isUnrelated, current != nil else { return .say(error.spoken) }
            var bare = error
            bare.suggestion = nil
            return .say(
                bare.spoken + " \"help\" lists what can be said about the strategy at hand.")
        }
    }

    /// Has what the grammar does not understand read by ``read``, as a change of what was read so
    /// before; nothing where there is none or it may not be asked.
    private mutating func readOtherwise(_ text: String, instead problem: AlmanacError) -> Reply? {
        guard let read, ModelPlanner.mayRead(problem) else { return nil }
        let whole = states.last?.request.map { $0 + "\nChanged afterwards: " + text } ?? text
        do throws(AlmanacError) {
            let planned = try read(whole)
            guard let reading = planned.reading else {
                return .say(planned.plan.question ?? problem.message)
            }
            return adopt(reading, nil, whole, planned, as: .strategy)
        } catch {
            return ModelPlanner.leavesRules(error) ? nil : .say(error.spoken)
        }
    }

    private mutating func change(_ text: String, _ words: [Token]) -> Reply? {
        guard let state = states.last else { return nil }
        guard let draft = state.draft else { return changeWritten(text, words, state) }
        guard let outcome = DraftChange(draft, planner.catalogue).applied(words)
        else { return nil }
        switch outcome {
        case .refused(let why): return .say(why)
        case .changed(let changed, let kind):
            do {
                let reading = try SentenceReader.reading(of: changed, catalogue: planner.catalogue)
                if reading.isRun(like: state.version.reading) {
                    return .say("That is how it already is: \(reading.understood)")
                }
                if let why = planner.problem(in: changed) { return .say(why.spoken) }
                return adopt(reading, changed, nil, state.plan, as: kind)
            } catch {
                return .say(error.spoken)
            }
        }
    }

    /// Whether words are a strategy by themselves.
    private func isWhole(_ text: String) -> Bool {
        (try? planner.plan(text))?.reading != nil
    }

    mutating func adopt(
        _ reading: SentenceReading, _ draft: SentenceDraft?, _ request: String?,
        _ plan: PlannedSentence?, as kind: Change
    ) -> Reply {
        let reading = planner.marked(reading)
        var diff: [String] = []
        var number = lastNumber + 1
        var kind = kind
        if let before = current {
            let (old, new) = (before.reading.code, reading.code)
            if old != new {
                diff = LineDiff.changes(from: old, to: new)
                if kind != .strategy { kind = .logic }
            } else {
                number = before.number
                if kind == .logic { kind = .parameter }
            }
        }
        lastNumber = max(lastNumber, number)
        let version = Version(
            number: number, reading: reading.numbered(number), change: kind, diff: diff,
            summary: nil, failure: nil)
        states.append(State(version: version, draft: draft, request: request, plan: plan))
        (undone, opened) = ([], [])
        tried += 1
        return .run(version)
    }

    // MARK: Intents

    private mutating func act(on intent: Intent, _ text: String) -> Reply {
        switch intent {
        case .end: return .end
        case .stop:
            // With a strategy at hand it may be the end or an order that limits losses.
            return current == nil
                ? .end
                : .say("\"quit\" ends the talk, \"add a 5% stop\" limits what a trade may lose.")
        case .help: return .say(Self.help)
        case .term(let term):
            var words = Glossary.definition(of: term) ?? Glossary.unknown(term)
            if let now = current, let run = now.summary, let name = Intent.figureName(term) {
                let about = RunAnswers(
                    run: run, rule: now.reading.understood, time: SpokenTime(in: ""),
                    barName: now.reading.frequency.barName)
                words += " " + about.figure(name)
            }
            return .say(words)
        case .advice:
            return .say(
                "That asks for advice or for the future, which is not given here. What a rule "
                    + "would have done in the past can be shown.")
        case .undo:
            if let answer = undoOpen() { return .say(answer) }
            guard states.count > 1 else { return .say("There is nothing to undo.") }
            undone.append(states.removeLast())
            return .say(again("Back to"))
        case .redo:
            guard let state = undone.popLast() else { return .say("There is nothing to redo.") }
            states.append(state)
            return .say(again("Again"))
        case .difference(let one, let other):
            return .say(
                [one, other].compactMap(Glossary.definition).joined(separator: "\n"))
        case .version(let number): return .say(back(to: number))
        case .original: return .say(backToFirst())
        case .unanswerable: return .say(unanswerable(text) ?? Self.help)
        case .thanks: return .say("Change it further, ask about it, or say \"quit\".")
        case .restart:
            (states, undone, lastNumber, tried, opened) = ([], [], 0, 0, [])
            return .say("Forgotten. Say what to trade and when.")
        case .research(let topic):
            return .say(Research(planner: planner).answer(topic, catalogue: planner.catalogue))
        default: break
        }
        guard let now = current else { return .say(notYet) }
        let answers = Answers(
            versions: versions, now: now, missing: planner.missing(of: now.reading),
            sources: planner.sources(of: now.reading), tried: tried)
        return .say(answers.answer(intent, text))
    }

    /// The versions that the answer to a text speaks of and whose runs are not known, as indices of
    /// ``versions``.
    ///
    /// Their owner may run them first and hand the figures to ``learn(_:at:)``.
    public func unrun(by text: String) -> [Int] {
        guard let last = states.indices.last else { return [] }
        let words = planner.catalogue.archivedNames.joined(Tokenizer.tokens(of: text))
        var wanted: [Int] = []
        switch Intent(words) {
        case .undo: if last > 0 { wanted = [last - 1] }
        case .bestVersion: wanted = Array(states.indices)
        case .compare:
            wanted = [last]
            if case .version(let other) = Comparison(words, versions) { wanted.append(other) }
        case let intent?: if intent.speaksOfRun { wanted = [last] }
        case nil:
            // A change is shown beside the run before it.
            if let draft = states[last].draft {
                if case .changed = DraftChange(draft, planner.catalogue).applied(words) {
                    wanted = [last]
                }
            } else if case .changed = WrittenChange(
                states[last].version.reading, planner.catalogue
            ).applied(words) {
                wanted = [last]
            }
        }
        return wanted.filter {
            states[$0].version.summary == nil && states[$0].version.failure == nil
        }
    }

    /// What the change that led to the current version did to the figures, or nothing.
    public var comparison: String? {
        guard versions.count > 1, let now = versions.last?.summary,
            let before = versions[versions.count - 2].summary
        else { return nil }
        return RunSummary.comparison(before, now)
    }
}

extension SentenceReading {
    /// The code of the strategy.
    var code: String { definition["code"]?.stringValue ?? "" }

    /// The reading with its definition as a version of a number.
    func numbered(_ number: Int) -> SentenceReading {
        guard case .object(var document) = definition else { return self }
        document["version"] = .integer(number)
        var reading = self
        reading.definition = .object(document)
        return reading
    }

    /// Whether both run the same, whatever their versions and words.
    func isRun(like other: SentenceReading) -> Bool {
        numbered(0).definition == other.numbered(0).definition && symbols == other.symbols
            && period == other.period && cash == other.cash && fees == other.fees
            && slippage == other.slippage && fixedFees == other.fixedFees
            && tradeSize == other.tradeSize && leverage == other.leverage
    }
}
