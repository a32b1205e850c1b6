import Foundation
import StrategyLanguage
import TestSupport
import Testing

/// `Documentation/StrategyLanguage.md`, taken apart for the tests that hold it to the compiler.
struct LanguagePage {
    /// One example, with the code of the fault that it must have, or none.
    struct Example: CustomTestStringConvertible {
        var code: String
        var fault: String?
        var testDescription: String { code }
    }

    private let lines: [Substring]

    init() throws {
        let path = PackageRoot.path + "/Documentation/StrategyLanguage.md"
        lines = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// The fenced blocks of Python.
    ///
    /// In one marked `refused` each line is an example of its own, or each paragraph where it has
    /// one comment; the comment names the fault.
    var examples: [Example] {
        var found: [Example] = []
        var block: [Substring]?
        var isRefused = false
        for line in lines {
            if let code = block {
                if line == "```" {
                    found += isRefused ? Self.refused(code) : [Example(code: joined(code))]
                    block = nil
                } else {
                    block = code + [line]
                }
            } else if line.hasPrefix("```python") {
                (block, isRefused) = ([], line.hasSuffix(" refused"))
            }
        }
        return found
    }

    private func joined(_ lines: [Substring]) -> String { lines.joined(separator: "\n") }

    private static func refused(_ code: [Substring]) -> [Example] {
        code.split(separator: "").flatMap { paragraph -> [Example] in
            let marked = paragraph.filter { $0.contains("  # ") }
            let parts = marked.count == 1 ? [Array(paragraph)] : paragraph.map { [$0] }
            return parts.map { part in
                let text = part.joined(separator: "\n")
                let fault = text.components(separatedBy: "  # ").last ?? ""
                return Example(
                    code: text, fault: String(fault.prefix { $0.isLetter || $0 == "_" }))
            }
        }
    }

    /// Every word that stands in code, within the text or in a block.
    var words: Set<String> {
        let code = joined(lines).split(separator: "`", omittingEmptySubsequences: false)
        return Set(
            code.enumerated().filter { $0.offset % 2 == 1 }.flatMap { _, span in
                span.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
            })
    }

    /// The rows of a section's tables, each as the code of its cells.
    func rows(of section: String) -> [(label: String, cells: [[String]])] {
        guard let start = lines.firstIndex(of: "## \(section)") else { return [] }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
            .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }
            .map { line in
                let text = line.replacing("\\|", with: "\u{1}")
                let cells = text.split(separator: "|").map { $0.replacing("\u{1}", with: "|") }
                return (
                    cells[0].trimmingCharacters(in: .whitespaces),
                    cells.map { Self.code(in: String($0)) }
                )
            }
    }

    /// The spans between backticks of a text.
    private static func code(in text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// The names or calls of a span, which spaces outside brackets separate.
    static func calls(in span: String) -> [String] {
        var calls: [String] = [""]
        var depth = 0
        for character in span {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if character == " ", depth == 0 {
                calls.append("")
            } else {
                calls[calls.count - 1].append(character)
            }
        }
        return calls.filter { !$0.isEmpty }
    }

    /// A call as the page writes it, without `…` and the keywords that it gives no value.
    static func runnable(_ call: String) -> [String] {
        guard let open = call.firstIndex(of: "("), call.hasSuffix(")") else { return [call] }
        let name = call[..<open]
        let inside = call[call.index(after: open)..<call.index(before: call.endIndex)]
        return inside.split(separator: " | ", omittingEmptySubsequences: false).map { choice in
            let arguments = choice.split(separator: ", ").filter { $0 != "…" && !$0.hasSuffix("=") }
            return "\(name)(\(arguments.joined(separator: ", ")))"
        }
    }
}
