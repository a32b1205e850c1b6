import AlmanacCore

/// Why a strategy acts on a bar: its conditions, in words and as columns of its own code.
///
/// Whoever runs the strategy computes the columns with the engine that ran it; nothing is computed
/// anew here.
public struct StrategyReasons: Sendable, Equatable {
    /// The strategy's code with a name for each condition and each of its sides.
    public private(set) var code = ""
    /// These names.
    public private(set) var names: [String] = []
    private var trees: [String: Tree] = [:]
    private var lines = ""

    /// Conditions as they are joined.
    private indirect enum Tree: Sendable, Equatable {
        case leaf(Leaf)
        case all([Tree])
        case any([Tree])
    }

    /// A condition that is not made of others.
    private struct Leaf: Sendable, Equatable {
        var name: String
        /// The condition as a clause, where it has no sides to show.
        var clause: String
        var left: Side?
        var right: Side?
        /// What one side did to the other: "was above", "crossed below".
        var verb = ""
    }

    /// One side of a comparison.
    private struct Side: Sendable, Equatable {
        /// The name of its column; nothing for a plain number.
        var name: String?
        var words: String
        var measure: Quantity.Measure?
    }

    /// No reasons: of a strategy that is not made of conditions.
    public init() {}

    // MARK: Writing

    /// Adds the condition of a signal, which the writer has just written.
    mutating func add(
        _ condition: Condition, of signal: String, _ writer: CodeWriter, _ wording: Wording
    ) {
        trees[signal] = tree(condition, writer, wording)
    }

    /// Puts the names between the lines that compute signals and those that return them.
    mutating func complete(_ head: String, _ tail: String) { code = head + lines + tail }

    private mutating func tree(
        _ condition: Condition, _ writer: CodeWriter, _ wording: Wording
    ) -> Tree {
        switch condition {
        case .all(let parts): return .all(parts.map { tree($0, writer, wording) })
        case .any(let parts): return .any(parts.map { tree($0, writer, wording) })
        default: break
        }
        let written = writer.written[condition]
        var leaf = Leaf(
            name: named(written?.code ?? "False", "reason"), clause: wording.clause(condition))
        // Of what held repeatedly the values of one bar tell too little.
        let isRepeated = if case .repeated = condition { true } else { false }
        if !isRepeated, let (left, direction, right) = condition.sides {
            leaf.left = side(left, written?.left, of: left, wording)
            leaf.right = side(right, written?.right, of: left, wording)
            let isCross = if case .cross = condition { true } else { false }
            var way = direction == .up ? "above" : "below"
            if case .compare(_, _, _, inclusive: true) = condition { way = "at or " + way }
            leaf.verb = (isCross ? "crossed " : "was ") + way
        }
        return .leaf(leaf)
    }

    private mutating func side(
        _ quantity: Quantity, _ code: String?, of left: Quantity, _ wording: Wording
    ) -> Side {
        Side(
            name: code.map { named($0, "reason_side") },
            words: wording.side(quantity, of: left), measure: quantity.measure ?? left.measure)
    }

    private mutating func named(_ code: String, _ base: String) -> String {
        let name = "\(base)_\(names.count + 1)"
        names.append(name)
        lines += "    \(name) = \(code)\n"
        return name
    }

    // MARK: Telling

    /// The conditions that held on a bar and made a signal true, with the values of their sides.
    ///
    /// - Parameters:
    ///   - signal: `entries`, `exits`, `short_entries` or `short_exits`.
    ///   - columns: What ``names`` hold on each bar.
    /// - Returns: Nothing where the signal has no conditions or did not hold.
    public func words(
        of signal: String, at bar: Int, in columns: [String: [Double]]
    ) -> String? {
        guard let tree = trees[signal] else { return nil }
        let held = Self.held(tree, bar, columns)
        return held.isEmpty ? nil : held.joined(separator: " and ")
    }

    private static func value(_ name: String?, _ bar: Int, _ columns: [String: [Double]]) -> Double?
    {
        guard let name, let column = columns[name], column.indices.contains(bar),
            column[bar].isFinite
        else { return nil }
        return column[bar]
    }

    /// The words of what held; empty where the whole did not.
    private static func held(
        _ tree: Tree, _ bar: Int, _ columns: [String: [Double]]
    ) -> [String] {
        switch tree {
        case .leaf(let leaf):
            guard let truth = value(leaf.name, bar, columns), truth != 0 else { return [] }
            return [words(of: leaf, bar, columns)]
        case .all(let parts):
            let words = parts.map { held($0, bar, columns) }
            return words.contains(where: \.isEmpty) ? [] : words.flatMap { $0 }
        case .any(let parts): return parts.flatMap { held($0, bar, columns) }
        }
    }

    private static func words(
        of leaf: Leaf, _ bar: Int, _ columns: [String: [Double]]
    ) -> String {
        guard let left = leaf.left, let right = leaf.right,
            let now = value(left.name, bar, columns)
        else { return leaf.clause }
        var text = "\(left.words) \(Self.text(now, left.measure)) \(leaf.verb) \(right.words)"
        if let other = value(right.name, bar, columns) {
            text += " " + Self.text(other, right.measure)
        }
        let wasTrue = value(leaf.name, bar - 1, columns) ?? 0
        if wasTrue == 0, let before = value(left.name, bar - 1, columns) {
            text += " (on the bar before \(Self.text(before, left.measure))"
            if let other = value(right.name, bar - 1, columns) {
                text += " and \(Self.text(other, right.measure))"
            }
            text += ")"
        }
        return text
    }

    private static func text(_ value: Double, _ measure: Quantity.Measure?) -> String {
        switch measure {
        case .fraction: NumberText.percent(value)
        case .volume: NumberText.fixed(value, decimals: 0)
        case .oscillator: NumberText.fixed(value, decimals: 2)
        case .sentiment, .zscore: NumberText.fixed(value, decimals: 3)
        case .level where value == value.rounded(): NumberText.fixed(value, decimals: 0)
        default: NumberText.price(value)
        }
    }
}
