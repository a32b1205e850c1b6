import AlmanacCore
import Reporting

/// One command: its words, what it takes, and what it does.
struct Command: Sendable {
    /// The words that name it, such as `strategy check`.
    var name: String
    /// What it does, as one line.
    var summary: String
    /// What stands behind the name, such as `STRATEGY`.
    var operands: [Operand] = []
    /// The flags that it takes.
    var options: [Option] = []
    /// Command lines to learn from, each with what it does.
    var examples: [(line: String, meaning: String)] = []
    /// Runs it; gives back the exit code.
    var run: @Sendable (Arguments, Console) throws(AlmanacError) -> Int32

    /// A word behind the command's name.
    struct Operand: Sendable {
        var name: String
        var summary: String
        var isOptional = false
        /// Whether it may be given several times; only the last word may.
        var isRepeatable = false
    }

    /// A flag.
    struct Option: Sendable {
        /// The flag with its dashes.
        var flag: String
        /// What its value is called; nil for a switch.
        var value: String?
        /// What it does.
        var summary: String
        /// Whether it may be given several times.
        var isRepeatable = false

        init(_ flag: String, _ value: String? = nil, _ summary: String, isRepeatable: Bool = false)
        {
            self.flag = flag
            self.value = value
            self.summary = summary
            self.isRepeatable = isRepeatable
        }
    }

    /// Flags that every command takes.
    static let common: [Option] = [
        Option("--json", nil, "print one JSON document instead of text"),
        Option("--help", nil, "explain the command"),
    ]

    /// Beside a flag that leaves less room its explanation begins on the next line.
    private static let leastRoom = 12

    /// What `--help` prints, in lines of at most so many columns.
    func help(width columns: Int) -> String {
        var usage = "usage: almanac \(name)"
        for operand in operands {
            let name = operand.isRepeatable ? "\(operand.name)..." : operand.name
            usage += operand.isOptional ? " [\(name)]" : " \(name)"
        }
        if !options.isEmpty { usage += " [options]" }
        var text = TextLayout.wrapped(summary, columns).joined(separator: "\n") + "\n\n"
        text += TextLayout.wrapped(usage, columns, rest: "    ").joined(separator: "\n") + "\n"
        var rows = operands.map { ($0.name, $0.summary) }
        rows += (options + Self.common).map { option in
            let repeats = option.isRepeatable ? " (may be repeated)" : ""
            return (option.flag + (option.value.map { " \($0)" } ?? ""), option.summary + repeats)
        }
        let width = min(30, columns / 3, (rows.map { $0.0.count }.max() ?? 0) + 2)
        text += "\n"
        let indent = String(repeating: " ", count: width + 2)
        for (left, right) in rows {
            let gap = String(repeating: " ", count: max(2, width - left.count))
            var first = "  \(left)\(gap)"
            if first.count + Self.leastRoom > columns {
                text += "  \(left)\n"
                first = indent
            }
            let lines = TextLayout.wrapped(right, columns, first: first, rest: indent)
            text += lines.joined(separator: "\n") + "\n"
        }
        if !examples.isEmpty { text += "\nexamples:\n" }
        for (line, meaning) in examples {
            let lines = TextLayout.wrapped(
                meaning, columns, first: "      ", rest: "      ")
            text += Self.broken(line, columns) + lines.joined(separator: "\n") + "\n"
        }
        return text
    }

    /// A command line to copy: where it is too wide, the shell's backslash joins its lines.
    private static func broken(_ line: String, _ columns: Int) -> String {
        var text = "  "
        var used = 2
        var isQuoted = false
        var words: [String] = []
        for part in line.split(separator: " ", omittingEmptySubsequences: false) {
            // A space within quotes stays where it is.
            if isQuoted { words[words.count - 1] += " " + part } else { words.append(String(part)) }
            if part.filter({ $0 == "'" }).count % 2 == 1 { isQuoted.toggle() }
        }
        for (index, word) in words.enumerated() {
            if index > 0, used + 1 + word.count + 2 > columns, used > 4 {
                text += " \\\n    "
                used = 4
            } else if index > 0 {
                text += " "
                used += 1
            }
            text += word
            used += word.count
        }
        return text + "\n"
    }
}
