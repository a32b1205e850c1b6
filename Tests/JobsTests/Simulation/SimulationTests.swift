import AlmanacCore
import Database
import Glibc
import Jobs
import Testing
import TimeSeries

/// Whole worlds, each from a seed.
///
/// `ALMANAC_SIMULATION_SEEDS=10000` runs more of them, `ALMANAC_SIMULATION_SEED=17` one alone.
@Suite struct SimulationTests {
    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    @Test("no seed loses a job, does an effect twice, or breaks a limit")
    func seeds() async throws {
        let seeds: Range<UInt64>
        if let one = Self.number("ALMANAC_SIMULATION_SEED") {
            seeds = one..<one + 1
        } else {
            seeds = 0..<(Self.number("ALMANAC_SIMULATION_SEEDS") ?? 2_000)
        }
        // Two halves beside each other: nothing takes longer than this test.
        async let even = Self.run(seeds.filter { $0.isMultiple(of: 2) })
        async let odd = Self.run(seeds.filter { !$0.isMultiple(of: 2) })
        var (groups, seen) = try await even
        try await groups += odd.groups
        try await seen.merge(odd.seen, uniquingKeysWith: +)
        #expect(groups >= seeds.count, "jobs must often end together")
        // The rarest happens once in a hundred seeds.
        guard seeds.count >= 1_000 else { return }
        let wanted =
            Fault.allCases.map(\.rawValue) + NetworkFault.allCases.map(\.rawValue) + [
                "reordered", "arrived when its sender was gone", "not sent", "there after all",
            ]
        for event in wanted { #expect(seen[event, default: 0] > 0, "\(event) never happened") }
        print("simulation:", wanted.map { "\($0) \(seen[$0, default: 0])" }.joined(separator: ", "))
    }

    /// How many jobs ended together and what happened how often, until a seed finds a bug.
    private static func run(_ seeds: [UInt64]) async throws -> (groups: Int, seen: [String: Int]) {
        let file = try SimulatedWorld.makeFile()
        var groups = 0
        var seen: [String: Int] = [:]
        for seed in seeds {
            let world = try SimulatedWorld(file: file, seed: seed)
            let found = try world.run()
            #expect(found == [], "ALMANAC_SIMULATION_SEED=\(seed) replays it")
            if !found.isEmpty { break }
            groups += world.groups
            seen.merge(world.seen, uniquingKeysWith: +)
            // Other tests wait for answers of servers and browsers meanwhile.
            await Task.yield()
        }
        return (groups, seen)
    }

    @Test("a seed runs the same way again")
    func replay() throws {
        let file = try SimulatedWorld.makeFile()
        func trace() throws -> [String] {
            let world = try SimulatedWorld(file: file, seed: 4)
            let found = try world.run()
            return found + ["\(world.elapsed) \(world.faults) \(world.generator.next())"]
        }
        #expect(try trace() == trace())
    }

    @Test(
        "each bug that is put in is found within a thousand seeds", arguments: PlantedBug.allCases)
    func bugs(bug: PlantedBug) throws {
        let file = try SimulatedWorld.makeFile()
        for seed in 0..<UInt64(1_000) {
            let found = try SimulatedWorld(file: file, seed: seed, bug: bug).run()
            if !found.isEmpty { return }
        }
        Issue.record("\(bug) went unnoticed")
    }
}
