import StrategyLanguage
import TestSupport
import TimeSeries

/// A strategy that is made up from a seed: random schemas, and code that uses every construct and
/// function family of the language, each in the forms that people write.
///
/// The code is meant to be accepted; what is refused is a fault of the language or of this writer.
struct RandomProgram {
    /// The definition.
    let definition: StrategyDefinition
    /// Draws that go on from those that made the definition.
    var dice: Dice

    init(seed: UInt64) {
        var writer = ProgramWriter(seed: seed)
        let code = writer.program()
        definition = StrategyDefinition(
            name: "random_\(seed)", summary: "Made up from seed \(seed).", slots: writer.slots,
            parameters: writer.parameters, code: code)
        dice = writer.dice
    }

    /// Values for the parameters within their bounds.
    mutating func boundParameters() throws -> BoundParameters {
        var given: [BoundParameters.Entry] = []
        for parameter in definition.parameters where dice.chance(0.8) {
            let low = parameter.minimum ?? 0
            let high = parameter.maximum ?? 1
            let value: ParameterValue =
                switch parameter.type {
                case .int: .int(dice.int(Int(low)...Int(high)))
                case .float: .float(dice.real(low...high))
                case .bool: .bool(dice.chance(0.5))
                case .choice: dice.pick(parameter.values)
                case .string: .string("text")
                }
            given.append(BoundParameters.Entry(name: parameter.name, value: value))
        }
        return try BoundParameters(definition.parameters, given: given)
    }
}

/// Writes the code of a random program, line by line, and keeps the names that are in scope.
struct ProgramWriter {
    var dice: Dice
    let slots: [DataSlot]
    let parameters: [ParameterSpecification]
    var lines: [String] = []
    var indentation = 0
    /// Names that hold a series of numbers.
    var numbers: [String] = []
    /// Names that hold a series of booleans.
    var conditions: [String] = []
    /// Names that hold a whole number of at least 1.
    var windows: [String] = []
    /// Names that hold a scalar number.
    var scalars: [String] = []
    /// Functions of a series and a window that give a series.
    var helpers: [String] = []
    /// Frames with their columns; only those that are copies may be written.
    var frames: [(name: String, columns: [String])] = []
    private var nameCount = 0

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        slots = Self.randomSlots(&dice)
        parameters = Self.randomParameters(&dice)
        self.dice = dice
    }

    private static func randomSlots(_ dice: inout Dice) -> [DataSlot] {
        let frequency = dice.pick([Frequency.minute5, .hour1, .day1, .day1, .week1])
        var columns = ["open", "high", "low", "close", "volume"]
        if dice.chance(0.2) { columns.append("spread") }
        var slots = [DataSlot(name: "prices", frequency: frequency, columns: columns)]
        if dice.chance(0.4) {
            slots.append(
                DataSlot(name: "other", frequency: .day1, columns: ["close", "volume"]))
        }
        if dice.chance(0.3) {
            slots.append(DataSlot(name: "earnings", frequency: .quarterly, columns: ["eps"]))
        }
        return slots
    }

    private static func randomParameters(_ dice: inout Dice) -> [ParameterSpecification] {
        let low = dice.int(1...5)
        let high = low + dice.int(0...25)
        let level = dice.real(-2...0)
        return [
            ParameterSpecification(
                name: "fast", type: .int, minimum: Double(low), maximum: Double(high),
                defaultValue: .int(low)),
            ParameterSpecification(
                name: "slow", type: .int, minimum: Double(high), maximum: Double(high + 20),
                defaultValue: .int(high)),
            ParameterSpecification(
                name: "lag", type: .int, minimum: 0, maximum: Double(dice.int(0...6)),
                defaultValue: .int(0)),
            ParameterSpecification(
                name: "level", type: .float, minimum: level, maximum: level + dice.real(0.1...3),
                defaultValue: .float(level)),
            ParameterSpecification(
                name: "share", type: .float, minimum: 0.05, maximum: 0.95,
                defaultValue: .float(0.5)),
            ParameterSpecification(name: "use", type: .bool, defaultValue: .bool(true)),
            ParameterSpecification(
                name: "mode", type: .choice,
                values: [.string("trend"), .string("revert"), .string("none")],
                defaultValue: .string("trend")),
            ParameterSpecification(
                name: "size", type: .choice, values: [.int(3), .int(8), .int(21)],
                defaultValue: .int(8)),
        ]
    }

    // MARK: - Text

    mutating func line(_ text: String) {
        lines.append(String(repeating: "    ", count: indentation) + text)
    }

    /// Writes lines one level deeper; nothing that they define is in scope afterwards.
    mutating func block(_ body: (inout ProgramWriter) -> Void) {
        let count = lines.count
        let saved = (numbers, conditions, windows, scalars, helpers, frames)
        indentation += 1
        body(&self)
        if lines.count == count { line("pass") }
        indentation -= 1
        (numbers, conditions, windows, scalars, helpers, frames) = saved
    }

    mutating func name(_ stem: String) -> String {
        nameCount += 1
        return "\(stem)\(nameCount)"
    }

    /// The series whose index is the bars'.
    let anchor = "data['prices']['close']"

    // MARK: - The program

    mutating func program() -> String {
        imports()
        if dice.chance(0.3) { helper() }
        let annotation = dice.chance(0.4)
        line(
            annotation
                ? "def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:"
                : "def generate_signals(data, params):")
        indentation = 1
        if dice.chance(0.3) { line("\"\"\"A made-up strategy.\"\"\"") }
        line("df = data['prices']")
        frames.append(("df", slots[0].columns))
        line("close = df['close']")
        numbers.append("close")
        for _ in 0..<dice.int(2...14) { statement() }
        result()
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func imports() {
        let known = [
            "import pandas as pd", "import numpy as np", "import vectorbt as vbt",
            "import talib", "import math", "from __future__ import annotations",
            "from typing import Dict, Tuple", "import talib.abstract as ta",
        ]
        for text in dice.some(known, 0.3) { line(text) }
    }

    /// The `return`, in one of its forms.
    private mutating func result() {
        switch dice.int(0...4) {
        case 0, 1: line("return \(condition(2)), \(condition(2))")
        case 2:
            line("return (\(condition(2)), \(condition(1)), \(condition(2)), \(condition(1)))")
        case 3:
            var members = ["'entries': \(condition(2))", "'exits': \(condition(2))"]
            if dice.chance(0.5) { members.append("'short_entries': \(condition(1))") }
            if dice.chance(0.5) { members.append("'short_exits': \(condition(1))") }
            for key in dice.some(["size", "stop_loss", "take_profit", "trailing_stop"]) {
                let level =
                    dice.chance(0.5)
                    ? dice.pick(["0.1", "params['share']", "None", "0"])
                    : "(\(number(2))).abs().clip(0, 1)"
                members.append("'\(key)': \(level)")
            }
            line("return {\(members.joined(separator: ", "))}")
        default:
            let frame = name("out")
            line("\(frame) = pd.DataFrame({'entries': \(condition(2)), 'exits': \(condition(1))})")
            line("return \(frame)['entries'], \(frame)['exits']")
        }
    }
}
