/// Rules on how long things are.
enum LengthRules {
    static let line = 100
    static let function = 70

    /// Soft and hard limits of a file; generated files have none.
    static func limits(_ file: SourceText) -> (soft: Int, hard: Int) {
        if file.path.hasSuffix(".generated.swift") { return (.max, .max) }
        return file.path.hasPrefix("Tests/") ? (500, 1_000) : (400, 800)
    }

    static func longLines(_ file: SourceText) -> [Finding] {
        file.lines.enumerated().filter { _, text in
            text.utf8.count > line && text.count > line && !text.contains("://")
        }.map { file.finding($0, "\($1.count) characters, at most \(line)") }
    }

    static func longFile(_ file: SourceText, exceptions: [String: String]) -> [Finding] {
        let limit = exceptions[file.path] == nil ? limits(file).soft : limits(file).hard
        guard file.lines.count - 1 > limit else { return [] }
        return [file.finding(0, "\(file.lines.count - 1) lines, at most \(limit)")]
    }

    static func longFunctions(_ file: SourceText, exceptions: [String: String]) -> [Finding] {
        functions(file).filter { $0.lineCount > function }
            .filter { exceptions["\(file.path):\($0.name)"] == nil }
            .map { file.finding($0.line, "\($0.name): \($0.lineCount) lines, at most \(function)") }
    }

    /// Exceptions that no longer except anything.
    static func staleExceptions(
        _ files: [SourceText], longFiles: [String: String], longFunctions: [String: String]
    ) -> [Finding] {
        let neededFiles = files.filter { !longFile($0, exceptions: [:]).isEmpty }.map(\.path)
        let neededFunctions = files.flatMap { file in
            functions(file).filter { $0.lineCount > function }.map { "\(file.path):\($0.name)" }
        }
        let stale =
            longFiles.keys.filter { !neededFiles.contains($0) }
            + longFunctions.keys.filter { !neededFunctions.contains($0) }
        return stale.sorted().map { Finding(path: $0, line: 1, message: "needs no exception now") }
    }

    /// One function, initialiser or subscript with a body.
    struct Function {
        var name: String
        var line: Int
        var lineCount: Int
    }

    /// The functions of a file, by matching braces in its code.
    static func functions(_ file: SourceText) -> [Function] {
        var found: [Function] = []
        var open: [(name: String, line: Int)?] = []
        var waiting: (name: String, line: Int, depth: Int)?
        var parentheses = 0
        for (index, text) in file.code.enumerated() {
            if let name = declared(text) { waiting = (name, index, parentheses) }
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{"):
                    // A brace inside the parameter list belongs to a default value.
                    let isBody = waiting.map { $0.depth == parentheses } ?? false
                    open.append(isBody ? waiting.map { ($0.name, $0.line) } : nil)
                    if isBody { waiting = nil }
                case UInt8(ascii: "}"):
                    guard let function = open.popLast() ?? nil else { continue }
                    found.append(
                        Function(
                            name: function.name, line: function.line,
                            lineCount: index - function.line + 1))
                default: break
                }
            }
        }
        return found
    }

    /// The name of the function that a line declares.
    private static func declared(_ line: String) -> String? {
        let words = line.split { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" }
        for (index, word) in words.enumerated() {
            if word == "func", index + 1 < words.count { return String(words[index + 1]) }
            if word == "init" || word == "subscript" || word == "deinit" { return String(word) }
            // Only attributes and modifiers may stand before the keyword.
            if !word.allSatisfy({ $0.isLetter || "@:_)".contains($0) }) { return nil }
            if ["let", "var", "return", "case", "if", "guard", "self"].contains(word) {
                return nil
            }
        }
        return nil
    }
}
