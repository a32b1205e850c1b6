import AlmanacCore
import Glibc

let usage = """
    usage: almanac-bench [--filter TEXT] [--samples N] [--json] [--list]

    Measures every benchmark whose name contains TEXT; --json prints one document.
    """

var filter = ""
var plan = Plan()
var printsJSON = false
var printsNames = false
var arguments = Array(CommandLine.arguments.dropFirst())
var isValid = true

while let argument = arguments.first {
    arguments.removeFirst()
    switch argument {
    case "--json": printsJSON = true
    case "--list": printsNames = true
    case "--filter" where !arguments.isEmpty: filter = arguments.removeFirst()
    case "--samples" where !arguments.isEmpty:
        // Fewer than 20 say little about the spread.
        plan.samples = max(20, Int(arguments.removeFirst()) ?? 20)
    default: isValid = false
    }
}

let chosen = benchmarks.filter { filter.isEmpty || $0.name.contains(filter) }
if !isValid || chosen.isEmpty {
    print(isValid ? "no benchmark's name contains \"\(filter)\"" : usage)
    exit(2)
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
        print(JSON.object(["tool": "almanac", "results": .array(results)]).text(pretty: true))
    }
}
