/// How well a column fits a wanted field, from its words and the look of its texts.
struct ColumnMatch {
    let field: WantedField
    private let name: FieldName
    private let kind: TextKind

    init(_ field: WantedField) {
        self.field = field
        name = FieldName(field.name)
        kind = TextKind(name)
    }

    /// What texts of a field look like, as far as its name says.
    enum TextKind {
        case code, title, matter, person, long, status, citation, open

        private static let heads: [(TextKind, [String])] = [
            (.citation, ["citation", "cite"]),
            (.code, ["docket", "number", "no", "id", "code", "isbn", "sku", "symbol", "ticker"]),
            (.title, ["title", "name", "caption", "headline", "subject"]),
            (.person, ["judge", "author", "justice", "byline", "chef", "writer"]),
            (.long, ["summary", "description", "abstract", "synopsis", "headnote", "content"]),
            (
                .status,
                [
                    "disposition", "outcome", "status", "type", "category", "court", "suit",
                    "nature", "cuisine", "country", "language",
                ]
            ),
        ]

        init(_ name: FieldName) {
            let kind = Self.heads.first { $0.1.contains(name.head) }?.0 ?? .open
            let isMatter = name.words.contains("case") || name.words.contains("matter")
            self = kind == .title && isMatter ? .matter : kind
        }

        /// How much texts look like this kind, from 0 to 1.
        func fit(_ shape: ValueShape) -> Double {
            switch self {
            case .code: shape.codes * (0.5 + 0.5 * shape.distinct)
            case .title:
                (1 - shape.codes) * shape.distinct * (1 - shape.wholeDates)
                    * (1 - 0.3 * shape.withCodes) * (1 - 0.4 * shape.dates)
                    * (shape.averageWords >= 1.5 && shape.averageLength <= 300 ? 1 : 0.3)
            case .matter:
                (1 - shape.codes) * (0.35 * shape.distinct + 0.65 * shape.matters)
                    * (shape.averageLength <= 400 ? 1 : 0.3) * (1 - shape.wholeDates)
                    * (1 - 0.3 * shape.withCodes) * (1 - 0.4 * shape.dates)
            case .person: shape.persons * (shape.averageLength <= 60 ? 1 : 0.2)
            case .long: min(1, shape.averageLength / 120)
            case .status:
                shape.withoutDigits * (shape.averageLength <= 100 ? 1 : 0.3) * (1 - shape.matters)
            case .citation: max(shape.citations, 0.7 * shape.codes)
            case .open: 0.5 * (1 - shape.wholeDates)
            }
        }

        /// Whether every record may have the same text.
        var mayRepeat: Bool {
            switch self {
            case .person, .open: true
            default: false
            }
        }

        /// Whether texts may be recognised by their look alone.
        var isPlainByLook: Bool {
            switch self {
            case .code, .matter, .title, .citation: true
            default: false
            }
        }
    }

    /// How sure it is that a column is the field, from 0 to 1.
    func score(_ column: RecordColumn) -> Double {
        let likeness = likeness(column.hints)
        let shape = column.shape
        var score: Double
        switch field.type.base {
        case .date, .datetime:
            score = shape.wholeDates * (0.6 + 0.4 * likeness)
        case .url:
            guard column.isAddress else { return 0 }
            let spread = column.values.count > 2 ? shape.distinct : 1
            score =
                spread
                * (0.42 + 0.35 * likeness + 0.2 * shape.files + (column.isMainLink ? 0.12 : 0))
        case .number, .integer, .minutes, .money, .quantity:
            guard !column.isAddress, likeness > 0.3 else { return 0 }
            score = (1 - shape.withoutDigits) * likeness
        case .boolean: return 0
        case .text:
            guard !column.isAddress else { return 0 }
            let fit = kind.fit(shape)
            if likeness > 0.3 {
                // A column whose texts cannot be such values has only the name.
                let doubt = kind.isPlainByLook && fit < 0.15 ? 0.5 : 1
                score = (0.6 * likeness + 0.4 * fit) * doubt
            } else if kind.isPlainByLook {
                // A heading that says something else speaks against it.
                let isNamedOtherwise = column.hints.contains { $0.strength > 0.95 }
                score = (isNamedOtherwise ? 0.47 : 0.62) * fit
            } else {
                return 0
            }
        }
        // One text on every row tells nothing of the row.
        let isConstant = column.values.count > 5 && shape.distinct * shape.filled * 40 <= 2
        if isConstant, field.type.base == .text, !kind.mayRepeat { score *= 0.6 }
        let cost =
            0.01 * Double(column.place.transforms.count) + Self.cost(column.place)
            + (column.hasSeveralLines ? 0.05 : 0)
        return max(0, score * (0.5 + 0.5 * shape.filled) - cost)
    }

    /// What is against a place: those that hold by position, and texts that nobody sees.
    private static func cost(_ place: FieldPlace) -> Double {
        var cost = 0.0
        if case .element(_, let take, let nth) = place.find {
            if nth != nil { cost += 0.005 }
            switch take {
            case .line: cost += 0.01
            case .attribute("title"), .attribute("alt"), .attribute("aria-label"): cost += 0.06
            default: break
            }
        }
        if case .heading = place.scope { cost += 0.08 }
        return cost
    }

    private func likeness(_ hints: [RecordColumn.Hint]) -> Double {
        hints.map { name.similarity($0.words) * $0.strength }.max() ?? 0
    }
}
