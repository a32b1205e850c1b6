import AlmanacCore
import Glibc

let usage = """
    usage: almanac-bench [--filter TEXT] [--samples N] [--json] [--list]
           almanac-bench --memory BARS
           almanac-bench --sweep-memory

    Measures the benchmark named TEXT, or every one whose name contains TEXT;
    --json prints one document.
    --memory runs a graph of thirty operations once and says how much memory that took;
    --sweep-memory does so for 103,950 combinations of two averages and a stop over 5,000 bars.
    """

var filter = ""
var plan = Plan()
var printsJSON = false
var printsNames = false
var arguments = Array(CommandLine.arguments.dropFirst())
var memoryBars: Int?
var measuresSweepMemory = false
var isValid = true

while let argument = arguments.first {
    arguments.removeFirst()
    switch argument {
    case "--json": printsJSON = true
    case "--list": printsNames = true
    case "--sweep-memory": measuresSweepMemory = true
    case "--filter" where !arguments.isEmpty: filter = arguments.removeFirst()
    case "--samples" where !arguments.isEmpty:
        // Fewer than 20 say little about the spread.
        plan.samples = max(20, Int(arguments.removeFirst()) ?? 20)
    case "--memory" where !arguments.isEmpty:
        memoryBars = Int(arguments.removeFirst())
        isValid = memoryBars.map { $0 > 0 } ?? false
    default: isValid = false
    }
}

let exact = benchmarks.filter { $0.name == filter }
let chosen =
    exact.isEmpty ? benchmarks.filter { filter.isEmpty || $0.name.contains(filter) } : exact
if !isValid || chosen.isEmpty {
    print(isValid ? "no benchmark's name contains \"\(filter)\"" : usage)
    exit(2)
} else if let memoryBars {
    print(try measureGraphMemory(bars: memoryBars).text(pretty: true))
} else if measuresSweepMemory {
    print(try measureSweepMemory().text(pretty: true))
} else if printsNames {
    for benchmark in chosen { print("\(benchmark.name): \(benchmark.purpose)") }
} else {
    var results: [JSON] = []
    for benchmark in chosen {
        let measurement = try plan.measure(benchmark)
        results.append(measurement.json)
        if !printsJSON { print(measurement.line) }
    }
    if printsJSON {
        var document: JSONObject = ["tool": "almanac", "results": .array(results)]
        if chosen.contains(where: { $0.name.hasPrefix("crossover-1m") }) {
            document["check"] = try crossoverCheck()
        }
        if chosen.contains(where: { $0.name == "sweep-4950" }) {
            document["check"] = try sweepCheck()
        }
        print(JSON.object(document).text(pretty: true))
    }
}
