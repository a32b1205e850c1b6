/// Fields of the archive among the words of a sentence.
struct ArchivedNames: Sendable {
    private struct Row: Sendable {
        var keys: [String]
        var field: ArchivedField
    }

    /// The ways to name each field, longest first.
    private let rows: [Row]

    init(_ fields: [ArchivedField]) {
        var rows: [Row] = []
        for field in fields {
            let name = Self.keys(field.name)
            let own = Self.keys(field.field)
            guard !name.isEmpty, !own.isEmpty else { continue }
            rows.append(Row(keys: name + own, field: field))
            rows.append(Row(keys: own + ["of"] + name, field: field))
            rows.append(Row(keys: own + ["of", "the"] + name, field: field))
        }
        self.rows = rows.enumerated().sorted {
            ($1.element.keys.count, $0.offset) < ($0.element.keys.count, $1.offset)
        }.map(\.element)
    }

    private static func keys(_ text: String) -> [String] {
        Tokenizer.tokens(of: text.split(separator: "_").joined(separator: " ")).map(\.key)
    }

    /// Every word of a name.
    var words: Set<String> { Set(rows.flatMap(\.keys)) }

    /// The tokens with each name of a field as one token.
    func joined(_ tokens: [Token]) -> [Token] {
        guard !rows.isEmpty else { return tokens }
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            let rest = tokens[index...]
            let row = rows.first { row in
                rest.count >= row.keys.count
                    && zip(rest, row.keys).allSatisfy { $0.key == $1 }
            }
            guard let row else {
                result.append(tokens[index])
                index += 1
                continue
            }
            let last = tokens[index + row.keys.count - 1]
            result.append(
                Token(
                    kind: .field(row.field),
                    range: tokens[index].range.lowerBound..<last.range.upperBound))
            index += row.keys.count
        }
        return result
    }
}
