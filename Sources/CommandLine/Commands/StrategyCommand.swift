import AlmanacCore
import Backtesting
import StrategyEngine
import StrategyLanguage

/// `almanac strategy check` and `almanac strategy explain`.
enum StrategyCommand {
    private static let operand = Command.Operand(
        name: "STRATEGY",
        summary: "a JSON or .py file, - for the standard input, or an example's name")

    static let check = Command(
        name: "strategy check", summary: "Check a strategy's code for every allowed parameter.",
        operands: [operand],
        examples: [
            ("almanac strategy check my.json", "prints each fault with its place and a hint")
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let definition = try StrategyFile.read(arguments.operands[0], console)
        let diagnostics = definition.check()
        let source = SourceText(definition.code)
        let hasErrors = diagnostics.contains { $0.severity == .error }
        if arguments.has("--json") {
            let document: JSON = [
                "success": .bool(!hasErrors), "strategy": .string(definition.name),
                "diagnostics": .array(diagnostics.map { $0.json(in: source) }),
            ]
            console.write(document.text(pretty: true) + "\n")
        } else if diagnostics.isEmpty {
            console.write("\(definition.name): no faults\n")
        } else {
            for diagnostic in diagnostics { console.write(diagnostic.rendered(in: source) + "\n") }
            let errors = diagnostics.filter { $0.severity == .error }.count
            console.write(
                "\(definition.name): \(errors) errors, "
                    + "\(diagnostics.count - errors) warnings\n")
        }
        return hasErrors ? AlmanacError.Kind.validation.exitCode : 0
    }

    static let explain = Command(
        name: "strategy explain",
        summary: "Show what a strategy computes, its warm-up, memory and cost.",
        operands: [operand],
        options: [
            Command.Option(
                "--param", "NAME=VALUE", "a parameter of the strategy", isRepeatable: true),
            Command.Option("--bars", "N", "the bars for the cost bound (default 5000)"),
        ], examples: [("almanac strategy explain rsi", "prints the graph of the RSI example")]
    ) { (arguments, console) throws(AlmanacError) in
        let definition = try StrategyFile.read(arguments.operands[0], console)
        var given: [(name: String, value: String)] = []
        for (name, value) in arguments.pairs("--param") { given.append((name ?? "", value)) }
        let parameters = try BoundParameters(definition.parameters, text: given)
        let strategy = try definition.compile(parameters)
        let explanation = StrategyExplanation(
            strategy, bars: try arguments.wholeNumber("--bars") ?? 5000)
        console.write(
            arguments.has("--json")
                ? explanation.json.text(pretty: true) + "\n" : explanation.text(definition.name))
        return 0
    }
}
