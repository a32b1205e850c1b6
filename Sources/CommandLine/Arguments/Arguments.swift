import AlmanacCore
import TimeSeries

/// A command line, taken apart by a command's own table of flags.
struct Arguments: Sendable {
    /// The words that are no flags.
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    private let commandName: String
    /// The environment that the command line came with.
    var environment: @Sendable (_ name: String) -> String? = { _ in nil }
    /// The clock of the console that it came from.
    var now: @Sendable () -> Timestamp = { Timestamp(nanoseconds: 0) }
    /// A name for everything that the command causes: jobs, fetches, calls of models.
    let correlation = Self.unusedName()

    init(_ words: [String], for command: Command) throws(AlmanacError) {
        commandName = command.name
        let options = command.options + Command.common
        var index = 0
        var onlyOperands = false
        while index < words.count {
            let word = words[index]
            index += 1
            if onlyOperands || word == "-" || !word.hasPrefix("-") || Self.isNumber(word) {
                operands.append(word)
                continue
            }
            if word == "--" {
                onlyOperands = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let flag = word == "-h" ? "--help" : String(parts[0])
            guard let option = options.first(where: { $0.flag == flag }) else {
                throw Self.unknown(flag, options, command)
            }
            var value = ""
            if option.value != nil {
                if parts.count == 2 {
                    value = String(parts[1])
                } else if index < words.count, !options.contains(where: { $0.flag == words[index] })
                {
                    value = words[index]
                    index += 1
                } else {
                    throw usage("\(flag) needs a value: \(flag) \(option.value ?? "")")
                }
            } else if parts.count == 2 {
                throw usage("\(flag) takes no value")
            }
            if values[flag] != nil && !option.isRepeatable && option.value != nil {
                throw usage("\(flag) is given twice")
            }
            values[flag, default: []].append(value)
        }
        guard values["--help"] == nil else { return }
        let required = command.operands.filter { !$0.isOptional }.count
        if operands.count < required {
            throw usage("\(command.operands[operands.count].name) is missing")
        }
        let isOpen = command.operands.last?.isRepeatable == true
        if operands.count > command.operands.count, !isOpen {
            var error = usage("'\(operands[command.operands.count])' is one word too many")
            error.suggestion =
                "put what has spaces in quotes; `almanac \(commandName) --help` "
                + "explains the command"
            throw error
        }
    }

    private static func unusedName() -> String {
        let chance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return "cmd-" + String(repeating: "0", count: 13 - chance.count) + chance
    }

    private static func isNumber(_ word: String) -> Bool { Double(word) != nil }

    private static func unknown(
        _ flag: String, _ options: [Command.Option], _ command: Command
    ) -> AlmanacError {
        let nearest = nearestName(to: flag, among: options.map(\.flag))
        return AlmanacError(
            .usage, "almanac \(command.name) has no option \(flag)",
            details: ["option": .string(flag)],
            suggestion: (nearest.map { "did you mean \($0)? " } ?? "")
                + "`almanac \(command.name) --help` lists the options")
    }

    func usage(_ message: String) -> AlmanacError {
        AlmanacError(
            .usage, message, suggestion: "`almanac \(commandName) --help` explains the command")
    }

    /// What settings are called on the command line where a line in place of `_` is not enough.
    private static let optionsOfSettings = [
        "initial_cash": "--cash", "reserve": "--cash-reserve",
    ]

    /// An error about a setting in the words of the flag that gave it, where one did.
    func namingOption(_ error: AlmanacError) -> AlmanacError {
        guard let name = error.details["parameter"]?.stringValue else { return error }
        let option =
            Self.optionsOfSettings[name] ?? "--" + String(name.map { $0 == "_" ? "-" : $0 })
        guard has(option), error.message.hasPrefix("\(name) is ") else { return error }
        var named = error
        named.message = option + error.message.dropFirst(name.count)
        named.details["option"] = .string(option)
        return named
    }

    /// Whether a switch is given.
    func has(_ flag: String) -> Bool { values[flag] != nil }

    /// The value of a flag.
    func value(_ flag: String) -> String? { values[flag]?.last }

    /// The values of a flag that may be repeated.
    func all(_ flag: String) -> [String] { values[flag] ?? [] }

    /// The same command line with a flag of these values, or without it where there are none.
    func setting(_ flag: String, to values: [String]) -> Arguments {
        var changed = self
        changed.values[flag] = values.isEmpty ? nil : values
        return changed
    }

    /// A number given with a flag.
    func number(_ flag: String) throws(AlmanacError) -> Double? {
        guard let text = value(flag) else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw AlmanacError(
                .validation, "\(flag) takes a number, not '\(text)'",
                details: ["option": .string(flag), "value": .string(text)])
        }
        return number
    }

    /// A fraction given with a flag: `0.001`, `0.1%` or `10bp`.
    func fraction(_ flag: String) throws(AlmanacError) -> Double? {
        guard let text = value(flag) else { return nil }
        let units: [(ending: String, parts: Double)] = [
            ("bps", 10_000), ("bp", 10_000), ("%", 100),
        ]
        for unit in units where text.hasSuffix(unit.ending) {
            if let number = Double(text.dropLast(unit.ending.count)), number.isFinite {
                return number / unit.parts
            }
        }
        return try number(flag)
    }

    /// A whole number given with a flag.
    func wholeNumber(_ flag: String) throws(AlmanacError) -> Int? {
        guard let text = value(flag) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw AlmanacError(
                .validation, "\(flag) takes a whole number of at least 0, not '\(text)'",
                details: ["option": .string(flag), "value": .string(text)])
        }
        return number
    }

    /// One of several words given with a flag.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ flag: String, _ type: Choice.Type
    ) throws(AlmanacError) -> Choice? where Choice.RawValue == String {
        guard let text = value(flag) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        throw AlmanacError(
            .validation,
            "\(flag) cannot be '\(text)': it is one of \(names.joined(separator: ", "))",
            details: ["option": .string(flag), "value": .string(text)],
            suggestion: nearestName(to: text, among: names).map { "did you mean \($0)?" })
    }

    /// Several words, separated by commas, given with a flag.
    func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ flag: String, _ type: Choice.Type
    ) throws(AlmanacError) -> Set<Choice> where Choice.RawValue == String {
        var choices: Set<Choice> = []
        for name in (value(flag) ?? "").split(separator: ",") {
            guard let choice = Choice(rawValue: String(name)) else {
                let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw AlmanacError(
                    .validation, "\(flag) cannot be '\(name)': it takes \(names)",
                    details: ["option": .string(flag), "value": .string(String(name))])
            }
            choices.insert(choice)
        }
        return choices
    }

    /// `name=value` pairs given with a flag that may be repeated; the name may be left out where
    /// `defaultName` is given.
    func pairs(_ flag: String) -> [(name: String?, value: String)] {
        all(flag).map { text in
            // What stands before the first sign is a name, unless it is part of an address.
            guard let equals = text.firstIndex(of: "="), !text[..<equals].contains("/") else {
                return (nil, text)
            }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }
}
