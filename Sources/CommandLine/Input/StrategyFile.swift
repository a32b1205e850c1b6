import AlmanacCore
import StrategyLanguage

/// Finds the strategy that a person names: a file, `-` for the standard input, or an example.
enum StrategyFile {
    static func read(_ name: String, _ console: Console) throws(AlmanacError) -> StrategyDefinition
    {
        let limit = 2 * 1024 * 1024
        if name == "-" {
            return try definition(try console.readInput(limit).get(), name: "strategy")
        }
        let isPath = name.contains("/") || name.contains(".")
        if !isPath, let example = ExampleStrategies.named(name) {
            return try StrategyDefinition(json: example.document, name: example.name)
        }
        do {
            return try definition(try FileSystem.read(name, limit: limit), name: baseName(name))
        } catch {
            guard error.kind == .dataFetch, !isPath else { throw error }
            let names = ExampleStrategies.all.map(\.name)
            throw AlmanacError(
                .notFound, "there is neither a file nor an example strategy '\(name)'",
                details: ["strategy": .string(name)],
                suggestion: (nearestName(to: name, among: names).map { "did you mean '\($0)'? " }
                    ?? "") + "`almanac strategies` lists the examples")
        }
    }

    private static func definition(
        _ bytes: [UInt8], name: String
    ) throws(AlmanacError) -> StrategyDefinition {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AlmanacError(.validation, "the strategy is not UTF-8 text")
        }
        return try StrategyDefinition.read(text, name: name)
    }

    private static func baseName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.split(separator: ".").first.map(String.init) ?? file
    }
}
