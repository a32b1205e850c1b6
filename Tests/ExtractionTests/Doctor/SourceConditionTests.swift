import AlmanacCore
import Extraction
import TestSupport
import Testing
import TimeSeries

@Suite
struct SourceConditionTests {
    typealias Event = SourceCondition.Event
    typealias Action = SourceCondition.Action

    /// What happens, one event an hour, and what is to be done each time.
    struct Course: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var events: [Event]
        var actions: [[Action]]
        var end: SourceCondition.State
    }

    static let sick = Event.sick(structureChanged: false)
    static let changed = Event.sick(structureChanged: true)
    static let courses = [
        Course(
            testDescription: "a run that holds is published", events: [.heldUp],
            actions: [[.publish]], end: .healthy),
        Course(
            testDescription: "a flicker withholds and calls nobody",
            events: [sick, .heldUp, sick, sick, .heldUp],
            actions: [[.withhold], [.publish], [.withhold], [.withhold], [.publish]],
            end: .healthy),
        Course(
            testDescription: "three sick runs in a row call for a repair",
            events: [sick, sick, sick],
            actions: [[.withhold], [.withhold], [.withhold, .repair]], end: .suspect(runs: 3)),
        Course(
            testDescription: "a definite change of structure calls at once", events: [changed],
            actions: [[.withhold, .repair]], end: .suspect(runs: 1)),
        Course(
            testDescription: "blocks and time-outs neither call nor count",
            events: [sick, .unreachable, .unreachable, .unreachable, sick],
            actions: [[.withhold], [.reportHealth], [.reportHealth], [.reportHealth], [.withhold]],
            end: .suspect(runs: 2)),
        Course(
            testDescription: "a repair is staged, holds and is promoted",
            events: [changed, .repairEnded(accepted: true), .heldUp, .heldUp, .heldUp],
            actions: [
                [.withhold, .repair], [.stage], [.publish], [.publish], [.publish, .promote],
            ],
            end: .healthy),
        Course(
            testDescription: "a staged repair that fails is rolled back and quarantined",
            events: [changed, .repairEnded(accepted: true), .heldUp, sick, .heldUp],
            actions: [
                [.withhold, .repair], [.stage], [.publish], [.withhold, .rollBack, .quarantine],
                [.withhold],
            ], end: .quarantined),
        Course(
            testDescription: "a repair that abstains quarantines until the recipe is replaced",
            events: [changed, .repairEnded(accepted: false), .heldUp, .replaced, .heldUp],
            actions: [[.withhold, .repair], [.quarantine], [.withhold], [], [.publish]],
            end: .healthy),
        Course(
            testDescription: "the answer of a repair nobody asked for is dropped",
            events: [.repairEnded(accepted: true)], actions: [[]], end: .healthy),
    ]

    @Test(arguments: courses)
    func `events give the actions of the table`(course: Course) {
        var condition = SourceCondition()
        for (hour, event) in course.events.enumerated() {
            let now = Timestamp(nanoseconds: Int64(hour) * 3_600_000_000_000)
            #expect(condition.handle(event, now: now) == course.actions[hour])
        }
        #expect(condition.state == course.end)
    }

    @Test
    func `no more than three repairs are begun in a day, whatever happens`() {
        for seed in UInt64(1)...20 {
            var generator = SeededGenerator(seed: seed)
            var condition = SourceCondition()
            var begun: [Int64] = []
            var published = 0
            for minute in stride(from: Int64(0), to: 60 * 24 * 30, by: 30) {
                let events: [Event] = [
                    .heldUp, Self.sick, Self.changed, .unreachable, .repairEnded(accepted: true),
                    .repairEnded(accepted: false), .replaced,
                ]
                let before = condition.state
                let event = events[Int.random(in: 0..<events.count, using: &generator)]
                let now = Timestamp(nanoseconds: minute * 60_000_000_000)
                let actions = condition.handle(event, now: now)
                if actions.contains(.repair) { begun.append(minute) }
                if actions.contains(.publish) { published += 1 }
                if actions.contains(.publish), before == .quarantined {
                    Issue.record("seed \(seed): a quarantined source gave values")
                }
                if case .sick = event, !actions.contains(.withhold) {
                    Issue.record("seed \(seed): a sick run's values were given")
                }
            }
            let most = begun.map { start in
                begun.filter { $0 >= start && $0 < start + 60 * 24 }.count
            }.max()
            #expect(most ?? 0 <= 3, "seed \(seed)")
            #expect(published > 0, "seed \(seed)")
        }
    }
}
