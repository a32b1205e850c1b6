import AlmanacCore
import Synchronization
import ToolServer

/// A command as a tool: which of its words and flags a model may give.
///
/// Names, meanings and values come from the command itself. Only flags that are named here are
/// offered: none writes a file, reads one, or says where a database is.
struct CommandTool: Sendable {
    /// The tool's name.
    let name: String
    /// The words that name the command.
    let command: String
    /// The operand's property, where the command takes one; `strategy` may be a whole document.
    var operand: String?
    /// Whether the operand may be left out.
    var isOperandOptional = false
    /// The command when its operand is left out, where that is another one.
    var without: String?
    /// The flags that may be given.
    var flags: [String] = []
    /// Whether the command changes nothing.
    var isReadOnly = true

    /// What a backtest may be told.
    private static let runFlags = [
        "--symbol", "--param", "--from", "--to", "--warmup", "--latency", "--cash", "--fees",
        "--fixed-fees", "--slippage", "--lot-size", "--direction", "--leverage", "--max-position",
        "--band", "--commission", "--spread", "--borrow", "--fills", "--bars-per-year",
    ]

    /// All tools; one whose command the program lacks is not offered.
    static let all: [CommandTool] = [
        CommandTool(
            name: "ask", command: "ask", operand: "sentence",
            flags: [
                "--plan-only", "--continue", "--yes", "--limit", "--offline", "--from", "--to",
                "--cash", "--fees", "--slippage",
            ], isReadOnly: false),
        CommandTool(
            name: "backtest", command: "backtest", operand: "strategy",
            flags: runFlags + ["--include"], isReadOnly: false),
        CommandTool(
            name: "sweep", command: "sweep", operand: "strategy",
            flags: runFlags + ["--where", "--random", "--bayes", "--seed", "--metric", "--top"],
            isReadOnly: false),
        CommandTool(
            name: "strategies", command: "strategies show", operand: "name",
            isOperandOptional: true, without: "strategies"),
        CommandTool(name: "check_strategy", command: "strategy check", operand: "strategy"),
        CommandTool(name: "symbols", command: "symbols"),
        CommandTool(name: "indicators", command: "indicators"),
        CommandTool(
            name: "runs", command: "runs", operand: "hash", isOperandOptional: true,
            flags: ["--strategy", "--limit"]),
        CommandTool(name: "sources", command: "source list"),
        CommandTool(
            name: "data", command: "data show", operand: "series", isOperandOptional: true,
            without: "data list",
            flags: ["--as-of", "--from", "--to", "--columns", "--limit", "--slot"]),
    ]

    /// The tool as it is offered; nil where the program has no such command.
    func tool(of program: Program) throws(AlmanacError) -> Tool? {
        guard let found = program.command(command) else { return nil }
        var properties = JSONObject()
        if let operand {
            properties[operand] = operandSchema(
                operand, found.operands.first?.summary ?? "")
        }
        for option in options(of: found) {
            properties[Self.property(option.flag)] = Self.schema(option)
        }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        if let operand, !isOperandOptional { schema["required"] = [.string(operand)] }
        var summary = found.summary
        if let without, let other = program.command(without) {
            summary += " Without \(operand ?? "it"): \(other.summary)"
        }
        return try Tool(
            name: name, summary: summary, schema: .object(schema), isReadOnly: isReadOnly)
    }

    private func options(of command: Command) -> [Command.Option] {
        command.options.filter { flags.contains($0.flag) }
    }

    private func operandSchema(_ operand: String, _ summary: String) -> JSON {
        guard operand == "strategy" else {
            return [
                "type": "string", "minLength": 1, "maxLength": 20_000,
                "description": .string(summary),
            ]
        }
        return [
            "type": ["string", "object"], "maxLength": 200_000,
            "description": .string(
                "an example's name (the tool strategies lists them), or a whole definition: an "
                    + "object with data_schema, param_schema and code"),
        ]
    }

    private static func property(_ flag: String) -> String {
        String(flag.dropFirst(2).map { $0 == "-" ? "_" : $0 })
    }

    private static let scalar: JSONObject = ["type": ["string", "number"]]

    private static func schema(_ option: Command.Option) -> JSON {
        var schema: JSONObject
        if option.value == nil {
            schema = ["type": "boolean"]
        } else if option.flag == "--param" {
            schema = [
                "type": "object",
                "additionalProperties": ["type": ["string", "number", "boolean"]],
            ]
        } else if option.isRepeatable {
            schema = [
                "type": ["string", "number", "array"], "items": .object(scalar), "maxItems": 100,
            ]
        } else {
            schema = scalar
        }
        let form = option.value.map { " (\($0))" } ?? ""
        schema["description"] = .string(option.summary + form)
        return .object(schema)
    }

    /// The command line for arguments that follow the schema, and what its input holds.
    ///
    /// - Throws: A `validation_error` for a strategy that is neither a name nor a definition, since
    ///   a path would be read.
    func words(
        _ arguments: JSON, _ program: Program
    ) throws(AlmanacError) -> (words: [String], input: String) {
        var operands: [String] = []
        var input = ""
        if let operand, let given = arguments[operand] {
            let text = given.stringValue
            if let text, operand != "strategy" || Self.isName(text) {
                operands = [text]
            } else if let definition = text.map({ try? JSON.parse($0) }) ?? given,
                definition.objectValue != nil
            {
                operands = ["-"]
                input = definition.text()
            } else {
                throw AlmanacError(
                    .validation, "the strategy is neither an example's name nor a definition",
                    suggestion: Self.definitionHint)
            }
        }
        let line = operands.isEmpty ? without ?? command : command
        var words = line.split(separator: " ").map(String.init)
        let taken = program.command(line).map(options) ?? []
        for option in taken {
            guard let value = arguments[Self.property(option.flag)] else { continue }
            switch value {
            case .bool(let isOn): if isOn { words.append(option.flag) }
            case .array(let items): words += items.map { "\(option.flag)=\(Self.text($0))" }
            case .object(let entries):
                for (key, item) in entries.members {
                    words.append("\(option.flag)=\(key)=\(Self.text(item))")
                }
            default: words.append("\(option.flag)=\(Self.text(value))")
            }
        }
        words.append("--json")
        return (operands.isEmpty ? words : words + ["--"] + operands, input)
    }

    private static func isName(_ text: String) -> Bool {
        (1...80).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F || $0 == 0x2D
            }
    }

    private static let definitionHint = """
        give a name of the tool strategies, or an object such as {"name": "mine", "data_schema": \
        {"prices": {"frequency": "1Day", "columns": ["close"]}}, "param_schema": {}, "code": \
        "def generate_signals(data, params): …"}
        """

    private static func text(_ value: JSON) -> String { value.stringValue ?? value.text() }

    /// Parts of a command's document that are left out, since they are long and follow from others.
    private static let leftOut = ["monthly_returns"]

    private static func shortened(_ document: JSON) -> JSON {
        guard var whole = document.objectValue, let runs = document["runs"]?.arrayValue else {
            return document
        }
        whole["runs"] = .array(
            runs.map { run in
                guard var parts = run.objectValue else { return run }
                for name in leftOut { parts[name] = nil }
                return .object(parts)
            })
        return .object(whole)
    }

    /// The most bytes of a tool's answer.
    private static let mostBytes = 4 * 1024 * 1024

    /// Runs the command and gives back its document.
    ///
    /// - Parameter session: The file of the server's own talk, where the command keeps one.
    func run(
        _ arguments: JSON, of program: Program, _ console: Console, session: String
    ) -> ToolOutcome {
        var words: [String]
        let input: String
        do throws(AlmanacError) {
            (words, input) = try self.words(arguments, program)
        } catch {
            return .failure(error)
        }
        if flags.contains("--continue") { words.insert("--session=\(session)", at: 1) }
        let output = Output()
        var quiet = Console(
            write: { text in output.add(text) }, complain: console.complain,
            readInput: { _ in .success(Array(input.utf8)) }, environment: console.environment,
            now: console.now, seconds: console.seconds, width: console.width)
        quiet.isErrorTerminal = false
        let code = program.run(words, console: quiet)
        guard let text = output.text(limit: Self.mostBytes) else {
            return .failure(
                AlmanacError(
                    .budgetExceeded, "the answer has more than \(Self.mostBytes) bytes",
                    suggestion: "ask for less: a shorter period, fewer rows or parts"))
        }
        guard let document = try? JSON.parse(text), document.objectValue != nil else {
            return .failure(
                AlmanacError(.internalError, "\(command) ended with \(code) and no document"))
        }
        if document["success"] == false, let error = document["error"] {
            return .failure(Self.error(error))
        }
        return .success(Self.shortened(document))
    }

    /// The error in a command's document.
    private static func error(_ document: JSON) -> AlmanacError {
        AlmanacError(
            document["type"]?.stringValue.flatMap(AlmanacError.Kind.init(rawValue:))
                ?? .internalError,
            document["message"]?.stringValue ?? "",
            details: document["details"]?.objectValue ?? JSONObject(),
            suggestion: document["suggestion"]?.stringValue)
    }

    /// What a command writes, up to a little above the limit.
    private final class Output: Sendable {
        private let kept = Mutex("")

        func add(_ text: String) {
            kept.withLock { if $0.utf8.count <= CommandTool.mostBytes { $0 += text } }
        }

        func text(limit: Int) -> String? {
            kept.withLock { $0.utf8.count <= limit ? $0 : nil }
        }
    }
}
