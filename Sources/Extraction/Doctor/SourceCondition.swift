public import TimeSeries

/// How a source's recipe fares from run to run, and what to do about it.
///
/// A value that takes what was seen and gives back what to do. From the first sick run suspect
/// values are withheld; three sick runs in a row, or a definite change of structure, call for a
/// repair; a repaired recipe is staged, promoted after it has held, and rolled back where it does
/// not. Blocks, time-outs and errors say nothing about the recipe.
public struct SourceCondition: Sendable, Equatable {
    /// Which recipe is in force.
    public enum State: Sendable, Equatable {
        /// The recipe gives what it should.
        case healthy
        /// So many runs in a row were sick; suspect values are withheld.
        case suspect(runs: Int)
        /// A repaired recipe is on trial and has held for so many fetches.
        case staged(held: Int)
        /// No recipe can be trusted until a person or a new recipe says otherwise.
        case quarantined
    }

    /// What was seen.
    public enum Event: Sendable, Equatable {
        /// A page came that was no content: it tells of the source's health only.
        case unreachable
        /// A run gave what the recipe should give.
        case heldUp
        /// A run was sick, with or without a definite change of the page's structure.
        case sick(structureChanged: Bool)
        /// A repair was found that its evidence supports, or none was.
        case repairEnded(accepted: Bool)
        /// A new recipe was put in force by hand.
        case replaced
    }

    /// What the owner is to do.
    public enum Action: Sendable, Equatable {
        /// Give the run's values on.
        case publish
        /// Keep suspect values back.
        case withhold
        /// Look for a repair over the stored pages.
        case repair
        /// Put a repaired recipe on trial.
        case stage
        /// Put the recipe on trial in force.
        case promote
        /// Take the recipe before back.
        case rollBack
        /// Stop giving values and tell a person.
        case quarantine
        /// Note the failure in the source's health.
        case reportHealth
    }

    /// The state after the last event.
    public private(set) var state: State = .healthy
    /// When repairs were begun, within the last day.
    public private(set) var repairs: [Timestamp] = []
    private var isRepairing = false

    static let sickRunsBeforeRepair = 3
    static let fetchesBeforePromotion = 3
    static let repairsEachDay = 3
    private static let dayNanoseconds: Int64 = 86_400_000_000_000

    /// Makes the condition of a source whose recipe has just been accepted.
    public init() {}

    /// Makes the condition that was kept, with no repair under way.
    package init(state: State, repairs: [Timestamp]) {
        (self.state, self.repairs) = (state, repairs)
    }

    /// Takes an event and says what to do, in order.
    ///
    /// - Parameter now: The moment of the event; moments do not go back.
    public mutating func handle(_ event: Event, now: Timestamp) -> [Action] {
        switch (state, event) {
        case (_, .replaced):
            // What was begun today still counts: a new recipe is no reason to try more often.
            state = .healthy
            isRepairing = false
            return []
        case (.quarantined, .unreachable), (_, .unreachable): return [.reportHealth]
        case (.quarantined, _): return [.withhold]
        case (.healthy, .heldUp): return [.publish]
        case (.suspect, .heldUp):
            state = .healthy
            isRepairing = false
            return [.publish]
        case (.staged(let held), .heldUp):
            guard held + 1 >= Self.fetchesBeforePromotion else {
                state = .staged(held: held + 1)
                return [.publish]
            }
            state = .healthy
            return [.publish, .promote]
        case (.staged, .sick):
            state = .quarantined
            return [.withhold, .rollBack, .quarantine]
        case (.healthy, .sick(let changed)): return sick(1, changed, now)
        case (.suspect(let runs), .sick(let changed)): return sick(runs + 1, changed, now)
        case (_, .repairEnded(let accepted)): return repairEnded(accepted)
        }
    }

    private mutating func sick(_ runs: Int, _ changed: Bool, _ now: Timestamp) -> [Action] {
        state = .suspect(runs: runs)
        guard !isRepairing, changed || runs >= Self.sickRunsBeforeRepair else {
            return [.withhold]
        }
        repairs.removeAll { now.nanoseconds - $0.nanoseconds >= Self.dayNanoseconds }
        guard repairs.count < Self.repairsEachDay else { return [.withhold] }
        repairs.append(now)
        isRepairing = true
        return [.withhold, .repair]
    }

    private mutating func repairEnded(_ accepted: Bool) -> [Action] {
        guard isRepairing else { return [] }
        isRepairing = false
        if accepted {
            state = .staged(held: 0)
            return [.stage]
        }
        state = .quarantined
        return [.quarantine]
    }
}
