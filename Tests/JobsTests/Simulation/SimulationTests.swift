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

    private static func makeDatabase() throws -> Database {
        var options = Database.Options()
        options.isDurable = false
        let database = try Database(.sqlite(path: ":memory:"), options)
        try JobsSchema.migrator.applyNow(
            to: database, atNanoseconds: SimulatedWorld.start.nanoseconds)
        try database.writeNow {
            try $0.execute("CREATE TABLE effects (job BIGINT NOT NULL, delivery BIGINT NOT NULL)")
        }
        return database
    }

    @Test("no seed loses a job, does an effect twice, or breaks a limit")
    func seeds() throws {
        let database = try Self.makeDatabase()
        let seeds: Range<UInt64>
        if let one = Self.number("ALMANAC_SIMULATION_SEED") {
            seeds = one..<one + 1
        } else {
            seeds = 0..<(Self.number("ALMANAC_SIMULATION_SEEDS") ?? 2_000)
        }
        var groups = 0
        for seed in seeds {
            let world = try SimulatedWorld(database: database, seed: seed)
            let found = try world.run()
            #expect(found == [], "ALMANAC_SIMULATION_SEED=\(seed) replays it")
            if !found.isEmpty { return }
            groups += world.groups
        }
        #expect(groups >= seeds.count, "jobs must often end together")
    }

    @Test("a seed runs the same way again")
    func replay() throws {
        let database = try Self.makeDatabase()
        func trace() throws -> [String] {
            let world = try SimulatedWorld(database: database, seed: 4)
            let found = try world.run()
            return found + ["\(world.elapsed) \(world.faults) \(world.generator.next())"]
        }
        #expect(try trace() == trace())
    }

    @Test(
        "each bug that is put in is found within a thousand seeds", arguments: PlantedBug.allCases)
    func bugs(bug: PlantedBug) throws {
        let database = try Self.makeDatabase()
        for seed in 0..<UInt64(1_000) {
            let found = try SimulatedWorld(database: database, seed: seed, bug: bug).run()
            if !found.isEmpty { return }
        }
        Issue.record("\(bug) went unnoticed")
    }
}
