import Agents
import AlmanacCore
import Glibc

/// The golden file of sentences: each begins with `> `, what was read of it follows.
///
/// Set `ALMANAC_RECORD=1` to write what is read now; the change is then reviewed as a diff.
enum GoldenSentences {
    static let reader = SentenceReader(catalogue: .bundled)

    static var isRecording: Bool { getenv("ALMANAC_RECORD") != nil }

    /// One sentence and the lines recorded for it.
    struct Row: Sendable {
        var sentence: String
        var recorded: String
    }

    static func path(_ name: String) -> String {
        let folder = String(
            #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))
        return "\(folder)/Fixtures/\(name)"
    }

    /// The text of a fixture.
    static func text(_ name: String) -> String { read(path(name)) }

    /// The rows of a golden file.
    static func rows(_ name: String) -> [Row] {
        var rows: [Row] = []
        for line in read(path(name)).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("> ") {
                rows.append(Row(sentence: String(line.dropFirst(2)), recorded: ""))
            } else if !rows.isEmpty {
                rows[rows.count - 1].recorded += line + "\n"
            }
        }
        return rows.map { Row(sentence: $0.sentence, recorded: trimmed($0.recorded)) }
    }

    /// Writes a golden file with what is read now.
    static func record(_ name: String, _ rows: [Row], header: String) {
        var text = header + "\n"
        for row in rows { text += "\n> \(row.sentence)\n\(row.recorded)\n" }
        write(name, text)
    }

    /// Writes a fixture.
    static func write(_ name: String, _ text: String) {
        guard let file = fopen(path(name), "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.last == "\n" { text = text.dropLast() }
        return String(text)
    }

    /// The text of a file; empty where there is none.
    static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the reader makes of a sentence, as lines for a person to review.
    static func report(_ sentence: String) -> String {
        do {
            let reading = try reader.read(sentence)
            return lines(reading).joined(separator: "\n")
        } catch {
            var lines = ["refused: \(error.kind.rawValue)", "message: \(error.message)"]
            if let suggestion = error.suggestion { lines.append("suggestion: \(suggestion)") }
            if let example = error.details["example"]?.stringValue {
                lines.append("example: \(example)")
            }
            return lines.joined(separator: "\n")
        }
    }

    private static func lines(_ reading: SentenceReading) -> [String] {
        var lines = ["understood: \(reading.understood)"]
        for assumption in reading.assumptions { lines.append("assumes: \(assumption)") }
        let symbols = reading.symbols.map { "\($0.slot)=\($0.symbol)" }
        lines.append("symbols: \(symbols.joined(separator: " "))")
        lines.append("name: \(reading.definition["name"]?.stringValue ?? "")")
        lines.append("params: \(parameters(reading))")
        let run = settings(reading)
        if !run.isEmpty { lines.append("run: \(run)") }
        let code = reading.definition["code"]?.stringValue ?? ""
        lines.append("code:")
        // The first line is the same everywhere.
        for line in code.split(separator: "\n").dropFirst() { lines.append(String(line)) }
        return lines
    }

    private static func parameters(_ reading: SentenceReading) -> String {
        let members = reading.definition["param_schema"]?.objectValue?.members ?? []
        return members.map { "\($0.key)=\($0.value["default"]?.text() ?? "")" }
            .joined(separator: " ")
    }

    private static func settings(_ reading: SentenceReading) -> String {
        var parts: [String] = []
        if let from = reading.period.from { parts.append("from=\(from)") }
        if let to = reading.period.to { parts.append("to=\(to)") }
        if let last = reading.period.last { parts.append("last=\(last.noun)") }
        if let cash = reading.cash { parts.append("cash=\(cash)") }
        if let fees = reading.fees { parts.append("fees=\(fees)") }
        if let fees = reading.fixedFees { parts.append("fixed_fees=\(fees)") }
        if let slippage = reading.slippage { parts.append("slippage=\(slippage)") }
        return parts.joined(separator: " ")
    }
}
