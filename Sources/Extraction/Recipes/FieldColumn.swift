import AlmanacCore

/// The values of one field over all rows of a page, from texts to typed values.
struct FieldColumn {
    /// A value that breaks a rule.
    struct Fault {
        var row: Int
        var rule: String
        var reason: String
        var text: String
    }

    /// What one place yielded for one row.
    struct RowTexts {
        var row: Int
        var texts: [FoundText]
    }

    private let field: RecipeField
    private(set) var values: [ExtractedValue?]
    private var found: [Fault] = []

    init(_ field: RecipeField, _ rowCount: Int) {
        self.field = field
        values = Array(repeating: nil, count: rowCount)
    }

    /// The values that could not be read and those whose places disagree; a text that is no value
    /// of the type is no fault where another place had one.
    var faults: [Fault] { found.filter { $0.rule != "type" || values[$0.row] == nil } }

    /// Reads all that one place yielded as one column, for rows that have no value yet.
    mutating func add(_ rows: [RowTexts], place: Int, _ reader: FieldValueReader) {
        let rows = rows.map {
            RowTexts(row: $0.row, texts: field.type.isList ? $0.texts : [$0.texts[0]])
        }
        var read = reader.values(of: rows.flatMap { $0.texts.map(\.text) })[...]
        for entry in rows {
            let elements = read.prefix(entry.texts.count).compactMap { $0 }
            read.removeFirst(entry.texts.count)
            guard elements.count == entry.texts.count else {
                note(entry.row, "type", "is no \(field.type)", entry.texts)
                continue
            }
            let value: JSON = field.type.isList ? .array(elements) : elements[0]
            if let known = values[entry.row] {
                guard known.value != value else { continue }
                note(
                    entry.row, "agreement", "differs from '\(known.text.prefix(200))'",
                    entry.texts)
                continue
            }
            values[entry.row] = ExtractedValue(
                value: value, text: Self.joined(entry.texts), place: place,
                node: entry.texts[0].node)
        }
    }

    private mutating func note(_ row: Int, _ rule: String, _ what: String, _ texts: [FoundText]) {
        let text = Self.joined(texts)
        found.append(
            Fault(
                row: row, rule: rule, reason: "'\(field.name)' \(what): '\(text.prefix(200))'",
                text: text))
    }

    private static func joined(_ texts: [FoundText]) -> String {
        texts.map(\.text).joined(separator: "\n")
    }

    /// The values that are not valid.
    func invalid(_ pattern: RecipePattern?) -> [Fault] {
        guard !field.validity.isEmpty else { return [] }
        var faults: [Fault] = []
        for (row, value) in values.enumerated() {
            guard let value else { continue }
            let elements = value.value.arrayValue ?? [value.value]
            guard let broken = elements.lazy.compactMap({ broken(by: $0, pattern) }).first else {
                continue
            }
            faults.append(
                Fault(
                    row: row, rule: broken.rule,
                    reason: "'\(field.name)' \(broken.what): '\(value.text.prefix(200))'",
                    text: value.text))
        }
        return faults + outOfOrder()
    }

    private func broken(
        by value: JSON, _ pattern: RecipePattern?
    ) -> (rule: String, what: String)? {
        let text = value.stringValue ?? value.text()
        if let pattern, !pattern.matches(text) {
            return ("pattern", "does not match the pattern")
        }
        let validity = field.validity
        if !validity.vocabulary.isEmpty, !validity.vocabulary.contains(text) {
            return ("vocabulary", "is none of the known values")
        }
        if let minimum = validity.minimum, Self.isBelow(value, minimum) {
            return ("minimum", "is below the least value")
        }
        if let maximum = validity.maximum, Self.isAbove(value, maximum) {
            return ("maximum", "is above the greatest value")
        }
        return nil
    }

    /// The number of a value that has one.
    private static func number(_ value: JSON) -> Double? {
        value.doubleValue ?? value["amount"]?.doubleValue ?? value["number"]?.doubleValue
    }

    private static func isBelow(_ value: JSON, _ bound: Validity.Bound) -> Bool {
        switch bound {
        case .number(let bound): number(value).map { $0 < bound } ?? false
        case .text(let bound): value.stringValue.map { $0 < bound } ?? false
        }
    }

    private static func isAbove(_ value: JSON, _ bound: Validity.Bound) -> Bool {
        switch bound {
        case .number(let bound): number(value).map { $0 > bound } ?? false
        case .text(let bound): value.stringValue.map { $0 > bound } ?? false
        }
    }

    /// The fewest values without which the rest stands in the order that is asked for.
    private func outOfOrder() -> [Fault] {
        guard let order = field.validity.order else { return [] }
        let rows = values.indices.filter { values[$0] != nil }
        let keys = rows.map { row -> SortKey in
            let value = values[row]?.value ?? .null
            return SortKey(number: Self.number(value) ?? 0, text: value.stringValue ?? "")
        }
        let kept = Set(LongestRun.indices(of: keys, isRising: order == .rising))
        return rows.indices.filter { !kept.contains($0) }.map { index in
            let text = values[rows[index]]?.text ?? ""
            return Fault(
                row: rows[index], rule: "order",
                reason: "'\(field.name)' is not \(order.rawValue): '\(text.prefix(200))'",
                text: text)
        }
    }
}

/// What values are ordered by: numbers by size, texts such as dates by their bytes.
struct SortKey: Comparable {
    var number: Double
    var text: String

    static func < (left: SortKey, right: SortKey) -> Bool {
        left.number != right.number ? left.number < right.number : left.text < right.text
    }
}

/// The longest part of a sequence that stands in order.
enum LongestRun {
    /// The places of the longest subsequence that never falls, or never rises.
    ///
    /// - Complexity: O(n log n). Source: Fredman, "On computing the length of longest increasing
    ///   subsequences" (1975), for equal neighbours too.
    static func indices<Key: Comparable>(of keys: [Key], isRising: Bool) -> [Int] {
        var tails: [Int] = []
        var before = [Int](repeating: -1, count: keys.count)
        for index in keys.indices {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                let tail = keys[tails[middle]]
                if isRising ? tail <= keys[index] : tail >= keys[index] {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            before[index] = low > 0 ? tails[low - 1] : -1
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var found: [Int] = []
        var at = tails.last ?? -1
        while at >= 0 {
            found.append(at)
            at = before[at]
        }
        return found.reversed()
    }
}
