import AlmanacCore
import Backtesting
import StrategyLanguage

/// A book as a file: strategies with their symbols and parameters, and how they share the equity.
struct BookFile {
    /// One strategy of the book.
    struct Entry {
        /// What it is called; nil takes the strategy's name.
        var name: String?
        /// A file, or an example's name.
        var strategy: String
        /// What binds symbols, files and parameters, as flags of `backtest`.
        var words: [String] = []
        /// Its share under fixed weights.
        var weight: Double?
    }

    private(set) var name: String
    private(set) var allocation = Allocation()
    private(set) var entries: [Entry] = []

    private static let bound: Set<String> = ["--symbol", "--data", "--actions"]

    /// The flags that hold for every strategy of a book.
    static let sharedOptions: [Command.Option] =
        DataBinding.options.filter { !bound.contains($0.flag) }
        + BacktestOptions.all.filter { !["--param", "--band"].contains($0.flag) }

    private static let keys = [
        "name", "description", "weights", "rebalance", "band", "window", "covariance",
        "max_weight", "cash", "idle", "strategies",
    ]
    private static let entryKeys = [
        "name", "strategy", "symbols", "data", "actions", "params", "weight",
    ]

    init(path: String) throws(AlmanacError) {
        let bytes = try FileSystem.read(path, limit: 2 * 1024 * 1024)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AlmanacError(.validation, "\(path) is not UTF-8 text")
        }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        name = file.split(separator: ".").first.map(String.init) ?? file
        guard case .object(let object) = try Self.parse(text) else {
            throw Self.fault(
                "a book is a JSON object", "begin it with {\"strategies\": [\u{2026}]}")
        }
        try Self.check(object, Self.keys, "the book")
        if let given = object["name"]?.stringValue { name = given }
        try readAllocation(object)
        guard let rows = object["strategies"]?.arrayValue, !rows.isEmpty else {
            throw Self.fault(
                "the book has no strategies",
                "list them: \"strategies\": [{\"strategy\": \"rsi\", \"symbols\": [\"SPX\"]}]")
        }
        let folder =
            path.contains("/")
            ? path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) : ""
        for (index, row) in rows.enumerated() {
            entries.append(try Self.entry(row, index, folder: String(folder)))
        }
        let weighted = entries.contains { $0.weight != nil }
        if weighted, object["weights"] == nil { allocation.scheme = .fixed }
        if weighted, allocation.scheme != .fixed {
            throw Self.fault(
                "the book has weights for its strategies and the scheme "
                    + "'\(allocation.scheme.rawValue)'",
                "leave out either \"weights\" or each strategy's \"weight\"")
        }
    }

    private static func parse(_ text: String) throws(AlmanacError) -> JSON {
        do {
            return try JSON.parse(text)
        } catch {
            throw AlmanacError(
                .validation,
                "the book is not valid JSON: \(error.message) at line \(error.line), "
                    + "column \(error.column)",
                details: ["line": .integer(error.line), "column": .integer(error.column)])
        }
    }

    private static func fault(_ message: String, _ suggestion: String) -> AlmanacError {
        AlmanacError(.validation, message, suggestion: suggestion)
    }

    private static func check(
        _ object: JSONObject, _ known: [String], _ what: String
    ) throws(AlmanacError) {
        guard let key = object.keys.first(where: { !known.contains($0) }) else { return }
        throw AlmanacError(
            .validation, "\(what) has an unknown key '\(key)'", details: ["key": .string(key)],
            suggestion: (nearestName(to: key, among: known).map { "did you mean '\($0)'? " } ?? "")
                + "its keys are \(known.joined(separator: ", "))")
    }

    private mutating func readAllocation(_ object: JSONObject) throws(AlmanacError) {
        func number(_ key: String) throws(AlmanacError) -> Double? {
            guard let value = object[key], value != .null else { return nil }
            if let number = value.doubleValue { return number }
            throw Self.fault("'\(key)' of the book is no number", "write it as \"\(key)\": 0.05")
        }
        func choice<Choice: RawRepresentable & CaseIterable>(
            _ key: String, _ type: Choice.Type
        ) throws(AlmanacError) -> Choice? where Choice.RawValue == String {
            guard let value = object[key], value != .null else { return nil }
            if let choice = value.stringValue.flatMap(Choice.init(rawValue:)) { return choice }
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.fault("'\(key)' of the book is not one it can have", "it is one of \(names)")
        }
        allocation.scheme = try choice("weights", Allocation.Scheme.self) ?? allocation.scheme
        allocation.rebalance =
            try choice("rebalance", Allocation.Rebalance.self) ?? allocation.rebalance
        allocation.covariance =
            try choice("covariance", CovarianceEstimate.self) ?? allocation.covariance
        allocation.idle = try choice("idle", Allocation.Idle.self) ?? allocation.idle
        allocation.band = try number("band") ?? allocation.band
        allocation.reserve = try number("cash") ?? allocation.reserve
        allocation.maxWeight = try number("max_weight")
        if let window = try number("window") {
            guard let whole = Int(exactly: window) else {
                throw Self.fault("'window' of the book is no whole number", "write \"window\": 60")
            }
            allocation.window = whole
        }
    }

    // MARK: - Strategies

    private static func entry(
        _ row: JSON, _ index: Int, folder: String
    ) throws(AlmanacError) -> Entry {
        let what = "strategy \(index + 1) of the book"
        guard case .object(let object) = row, let strategy = object["strategy"]?.stringValue else {
            throw fault(
                "\(what) names no strategy",
                "write {\"strategy\": \"rsi\", \"symbols\": [\"SPX\"]}")
        }
        try check(object, entryKeys, what)
        let isPath = strategy.contains("/") || strategy.contains(".")
        var entry = Entry(
            name: object["name"]?.stringValue,
            strategy: isPath ? resolved(strategy, folder) : strategy)
        if let weight = object["weight"], weight != .null {
            guard let number = weight.doubleValue else {
                throw fault("the weight of \(what) is no number", "write it as \"weight\": 0.25")
            }
            entry.weight = number
        }
        entry.words += try bindings(object["symbols"], "--symbol", what) { $0 }
        entry.words += try bindings(object["data"], "--data", what) { resolved($0, folder) }
        entry.words += try bindings(object["actions"], "--actions", what) { resolved($0, folder) }
        for (name, value) in object["params"]?.objectValue?.members ?? [] {
            let text: String
            switch value {
            case .string(let string): text = string
            case .bool(let truth): text = truth ? "true" : "false"
            case .integer(let whole): text = String(whole)
            case .number(let number): text = JSON.text(of: number)
            case .null, .array, .object:
                throw fault(
                    "the parameter '\(name)' of \(what) is no number, text or truth value",
                    "write it as \"params\": {\"\(name)\": 10}")
            }
            entry.words.append("--param=\(name)=\(text)")
        }
        return entry
    }

    private static func resolved(_ path: String, _ folder: String) -> String {
        path.hasPrefix("/") ? path : folder + path
    }

    /// Flags for a text, a list of texts, or an object of them by slot.
    private static func bindings(
        _ value: JSON?, _ flag: String, _ what: String, _ resolve: (String) -> String
    ) throws(AlmanacError) -> [String] {
        let form = fault(
            "what \(what) is bound to is not understood",
            "write \"symbols\": [\"KO\", \"PEP\"], or by slot: {\"asset_a\": \"KO\"}")
        func texts(_ value: JSON) throws(AlmanacError) -> [String] {
            if let text = value.stringValue { return [resolve(text)] }
            guard let list = value.arrayValue else { throw form }
            var texts: [String] = []
            for element in list {
                guard let text = element.stringValue else { throw form }
                texts.append(resolve(text))
            }
            return texts
        }
        switch value {
        case nil, .null?: return []
        case .object(let slots)?:
            var words: [String] = []
            for (slot, symbols) in slots.members {
                words += try texts(symbols).map { "\(flag)=\(slot)=\($0)" }
            }
            return words
        case let value?: return try texts(value).map { "\(flag)=\($0)" }
        }
    }
}

extension BookFile.Entry {
    /// The strategy with its runs; the book's own flags hold for all.
    func member(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Portfolio.Member {
        guard strategy != "-" else {
            throw AlmanacError(
                .validation, "a book cannot read a strategy from the standard input",
                suggestion: "put it into a file")
        }
        let definition = try StrategyFile.read(strategy, console)
        let name = name ?? definition.name
        var words = [strategy] + self.words
        for option in BookFile.sharedOptions {
            words += arguments.all(option.flag).map {
                option.value == nil ? option.flag : "\(option.flag)=\($0)"
            }
        }
        do {
            var own = try Arguments(words, for: BacktestCommand.command)
            (own.environment, own.now) = (arguments.environment, arguments.now)
            let backtests = try BacktestOptions.backtests(of: definition, own)
            return Portfolio.Member(name: name, backtests: backtests, weight: weight)
        } catch {
            var error = error
            error.message = "\(name): \(error.message)"
            throw error
        }
    }
}
