import DataSources

/// A number that records of a source in the archive tell, or a column of a series there, by the
/// words that a sentence names it with: `NAME's FIELD`.
public struct ArchivedField: Hashable, Sendable {
    /// The source.
    public var source: String
    /// What the source or the series is called.
    public var name: String
    /// The field of its records, or the column.
    public var field: String
    /// Whether it is an amount of money.
    public var isMoney: Bool
    /// The field of its records that says which symbol they are about, where there is one.
    public var symbolField: String?
    /// The slot of the series; nothing for records.
    public var seriesSlot: String?

    /// Makes a field.
    public init(
        source: String, name: String, field: String, isMoney: Bool = false,
        symbolField: String? = nil, seriesSlot: String? = nil
    ) {
        (self.source, self.name, self.field) = (source, name, field)
        (self.isMoney, self.symbolField, self.seriesSlot) = (isMoney, symbolField, seriesSlot)
    }

    /// The words that stand for it in a sentence.
    var phrase: String { "\(name)'s \(field)" }

    var measure: Quantity.Measure { isMoney ? .price : .level }

    /// The field as a source of a plan.
    ///
    /// - Parameter symbol: What is traded, which records that name a symbol have to be about.
    func planned(for symbol: String?, history: String) -> Plan.Source {
        var planned = Plan.Source(
            name: phrase, url: "archive/\(source)", source: source, tier: "archive",
            target: field, filters: [], schedule: "as it is kept", historical: history,
            monthlyCost: 0, isAtHand: true)
        let reading: SignalReading
        if let seriesSlot {
            reading = .rows(SignalReading.Rows(slot: seriesSlot, symbol: name, column: field))
        } else {
            var rule: SignalReading.FieldRule?
            if let symbolField, let symbol {
                rule = SignalReading.FieldRule(
                    symbolField, [symbol.lowercased()], isWhole: true)
                planned.filters = ["\(symbolField) = \(symbol)"]
            }
            reading = .recorded(field, rule)
        }
        planned.fetch = Plan.Fetch(request: DataRequest(.table, name), reading: reading)
        return planned
    }
}

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

extension SentenceParser {
    /// Consumes a number of the archive: "court's judges", "the price of insider-trades".
    mutating func archivedField() -> Quantity? {
        attempt { parser in
            parser.skipArticles()
            parser.skip("last", "latest", "current")
            guard case .field(let field) = parser.token()?.kind else { return nil }
            parser.position += 1
            var mention = SourceMention("archived", field.phrase)
            mention.archived = field
            return .signal([mention], .value)
        }
    }
}
