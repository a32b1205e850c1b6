import AlmanacCore
import StrategyLanguage

/// `almanac strategies` and `almanac strategies show`.
enum StrategiesCommand {
    static let list = Command(
        name: "strategies", summary: "List the example strategies.",
        examples: [("almanac strategies", "prints each example's name and what it does")]
    ) { (arguments, console) throws(AlmanacError) in
        let examples = ExampleStrategies.all
        if arguments.has("--json") {
            let rows = examples.map { example -> JSON in
                ["name": .string(example.name), "summary": .string(example.summary)]
            }
            console.write(
                JSON.object(["success": true, "strategies": .array(rows)]).text(pretty: true) + "\n"
            )
            return 0
        }
        let width = (examples.map(\.name.count).max() ?? 0) + 2
        for example in examples {
            let gap = String(repeating: " ", count: width - example.name.count)
            console.write("\(example.name)\(gap)\(example.summary)\n")
        }
        return 0
    }

    static let show = Command(
        name: "strategies show", summary: "Print an example strategy's document.",
        operands: [Command.Operand(name: "NAME", summary: "the example's name")],
        options: [Command.Option("--code", nil, "print its code alone")],
        examples: [("almanac strategies show rsi > my.json", "a document to start from")]
    ) { (arguments, console) throws(AlmanacError) in
        let name = arguments.operands[0]
        guard let example = ExampleStrategies.named(name) else {
            let names = ExampleStrategies.all.map(\.name)
            throw AlmanacError(
                .notFound, "there is no example strategy '\(name)'",
                details: ["strategy": .string(name)],
                suggestion: (nearestName(to: name, among: names).map { "did you mean '\($0)'? " }
                    ?? "") + "the examples are \(names.joined(separator: ", "))")
        }
        if arguments.has("--code"), !arguments.has("--json") {
            console.write((example.document["code"]?.stringValue ?? "") + "\n")
        } else {
            console.write(example.document.text(pretty: true) + "\n")
        }
        return 0
    }
}
