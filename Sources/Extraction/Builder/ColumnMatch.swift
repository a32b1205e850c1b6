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

    /// Whether the field names persons.
    var isPerson: Bool {
        if case .person = kind { field.type.base == .text } else { false }
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
            case .code:
                // Codes may look like dates; short texts with digits may be codes.
                max(
                    shape.codes * (0.5 + 0.5 * shape.distinct),
                    shape.averageLength <= 30 ? 0.5 * (1 - shape.withoutDigits) : 0)
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

        /// Whether it is what a record is called, which is often a link.
        var isNamed: Bool {
            switch self {
            case .title, .matter: true
            default: false
            }
        }

        /// Whether nothing else looks like it.
        var isDistinct: Bool {
            switch self {
            case .matter, .citation: true
            default: false
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
                score = (isNamedOtherwise && !kind.isDistinct ? 0.47 : 0.62) * fit
                if case .code = kind, shape.codes < 0.5 { score = 0 }
            } else {
                return 0
            }
        }
        // One text on every row tells nothing of the row.
        let isConstant = column.values.count > 5 && shape.distinct * shape.filled * 40 <= 2
        if isConstant, field.type.base == .text, !kind.mayRepeat { score *= 0.6 }
        if column.isLinkText, kind.isNamed, field.type.base == .text { score *= 1.04 }
        let cost =
            0.01 * Double(column.place.transforms.count) + column.place.fragility
            + (column.hasSeveralLines ? 0.05 : 0)
        return max(0, score * (0.5 + 0.5 * shape.filled) - cost)
    }

    private func likeness(_ hints: [RecordColumn.Hint]) -> Double {
        hints.map { name.similarity($0.words) * $0.strength }.max() ?? 0
    }
}

extension FieldPlace {
    /// What is against a place: that it holds by position, or reads texts that nobody sees.
    var fragility: Double {
        var cost = 0.0
        if case .element(let selector, let take, let nth) = find {
            if nth != nil { cost += 0.005 }
            switch take {
            case .line: cost += selector == nil ? 0.03 : 0.015
            case .attribute("title"), .attribute("alt"), .attribute("aria-label"): cost += 0.06
            default: break
            }
        }
        if case .heading = scope { cost += 0.05 }
        return cost
    }
}
