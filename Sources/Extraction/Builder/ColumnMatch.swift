/// How well a column fits a wanted field, from its words and the look of its texts.
struct ColumnMatch {
    let field: WantedField
    private let name: FieldName
    private let kind: TextKind
    private let isWantedOfSite: Bool
    private let isWantedPicture: Bool
    private let likenesses = Likenesses()

    /// How like the field's name words are, found once for the columns that have them in common.
    private final class Likenesses {
        var known: [[String]: Double] = [:]
    }

    init(_ field: WantedField) {
        self.field = field
        name = FieldName(field.name)
        kind = TextKind(name)
        isWantedOfSite = name.words.contains(where: Self.isOfSite)
        isWantedPicture = name.words.contains(where: Self.wordsOfPictures.contains)
    }

    /// Up to here a prose or a link without any name is the best there is rather than sure.
    static let lastResort = 0.57

    /// Whether a column is taken for want of a better one, which says nothing for its records.
    func isLastResort(_ score: Double) -> Bool {
        guard score <= Self.lastResort, field.type.base == .text else { return false }
        if case .matter = kind { return true }
        return isLong || isOutcome
    }

    /// Whether the field says what was decided, which may take a sentence.
    var isOutcome: Bool {
        if case .outcome = kind { field.type.base == .text } else { false }
    }

    /// Whether a record may lack the field: a new one is not printed anywhere yet, and nobody may
    /// be named where a court decides as one.
    var isOptional: Bool {
        guard field.type.base == .text else { return false }
        switch kind {
        case .person, .citation, .long, .outcome, .status: return true
        default: return false
        }
    }

    /// Whether the field is a longer text.
    var isLong: Bool {
        if case .long = kind { field.type.base == .text } else { false }
    }

    /// Whether the field says where a text is printed.
    var isCitation: Bool {
        if case .citation = kind { field.type.base == .text } else { false }
    }

    /// Whether the field is a code, such as a number that a court gives.
    var isCode: Bool {
        if case .code = kind { field.type.base == .text } else { false }
    }

    /// Whether the field names persons.
    var isPerson: Bool {
        if case .person = kind { field.type.base == .text } else { false }
    }

    /// What texts of a field look like, as far as its name says.
    enum TextKind {
        case code, ticker, title, matter, person, long, status, outcome, citation, dated, price
        case open

        private static let heads: [(TextKind, [String])] = [
            (.citation, ["citation", "cite"]),
            (.code, ["docket", "number", "no", "id", "code", "isbn", "sku"]),
            (.ticker, ["symbol", "ticker"]),
            (.title, ["title", "name", "caption", "headline", "subject"]),
            (.person, ["judge", "author", "justice", "byline", "chef", "writer"]),
            (.long, ["summary", "description", "abstract", "synopsis", "headnote", "content"]),
            (.outcome, ["disposition", "outcome"]),
            (.dated, ["date"]),
            (.price, ["price", "cost", "fee", "fare", "rent", "amount"]),
            (
                .status,
                [
                    "status", "type", "category", "court", "suit",
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
                    (shape.codes + (shape.averageLength <= 25 ? 0.98 * shape.endingCodes : 0))
                        * (0.5 + 0.5 * shape.distinct),
                    shape.averageLength <= 30 ? 0.5 * (1 - shape.withoutDigits) : 0)
            case .ticker:
                shape.averageLength <= 12 && shape.averageWords <= 1.5
                    ? 0.9 * (1 - shape.wholeDates) : 0.1
            case .title:
                (1 - shape.codes) * shape.distinct * (1 - shape.wholeDates) * (1 - shape.money)
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
            case .outcome:
                max(
                    shape.withoutDigits * (shape.averageLength <= 100 ? 1 : 0.3)
                        * (1 - shape.matters), shape.outcomes)
            case .citation: max(shape.citations, 0.7 * shape.codes)
            // A date with words that say of what, where a text is wanted.
            case .dated: shape.dates
            case .price: max(shape.money, 0.5 * (1 - shape.wholeDates))
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
            case .person, .open, .ticker, .price: true
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
            // When something was put on the site is seldom what is asked for.
            if !isWantedOfSite,
                column.hints.contains(where: { $0.words.contains(where: Self.isOfSite) })
            {
                score -= 0.08
            }
        case .url:
            guard column.isAddress else { return 0 }
            let spread = column.values.count > 2 ? shape.distinct : 1
            score =
                spread
                * (0.42 + 0.35 * likeness + 0.2 * shape.files + (column.isMainLink ? 0.12 : 0))
            // What a record leads to and what it shows are seldom meant by one name.
            if column.isPicture, !isWantedPicture { score -= 0.2 }
            if isWantedPicture, case .element(_, .attribute("href"), _) = column.place.find {
                score -= 0.1
            }
        case .number, .integer, .minutes, .money, .quantity:
            guard !column.isAddress else { return 0 }
            score = max(
                likeness > 0.3 ? (1 - shape.withoutDigits) * likeness : 0, amountScore(column))
        case .boolean: return 0
        case .text:
            guard !column.isAddress else { return 0 }
            guard let fit = textScore(column, likeness: likeness) else { return 0 }
            score = fit
        }
        if field.type.base == .text { score -= 0.03 * shape.loose }
        if isLong {
            // What is set off by markup inside would be missing, or what was cut off before.
            if case .element(_, .ownText, _) = column.place.find { score -= 0.04 }
            if !column.place.transforms.isEmpty { score -= 0.02 }
        }
        // One text on every row tells nothing of the row.
        let isConstant = column.values.count > 5 && shape.distinct * shape.filled * 40 <= 2
        if isConstant, field.type.base == .text, !kind.mayRepeat { score *= 0.6 }
        if column.isLinkText, kind.isNamed, field.type.base == .text { score *= 1.04 }
        let cost =
            0.01 * Double(column.place.transforms.count) + column.place.fragility
            + (column.hasSeveralLines && !isListOfCodes(column) ? 0.05 : 0)
        return max(0, score * (0.5 + 0.5 * shape.filled) - cost)
    }

    /// The score of a column by its amounts alone, which needs no name where a price is wanted.
    private func amountScore(_ column: RecordColumn) -> Double {
        guard isAmount, column.shape.money >= 0.8,
            !column.hints.contains(where: {
                $0.words.contains(where: Self.wordsOfOtherAmounts.contains)
            })
        else { return 0 }
        return 0.6 * column.shape.money
    }

    /// Whether a column is taken for its amounts alone, which says little for its records: there
    /// may be several in one.
    func isUnnamedAmount(_ column: RecordColumn) -> Bool {
        isAmount && likeness(column.hints) <= 0.3 && amountScore(column) > 0
    }

    /// Whether an amount with its currency is wanted, by the type or by the name.
    var isAmount: Bool {
        if field.type.base == .money { return true }
        guard case .price = kind else { return false }
        return [.number, .text].contains(field.type.base)
    }

    private static let wordsOfOtherAmounts: Set = [
        "old", "was", "before", "regular", "rrp", "msrp", "original", "shipping", "delivery",
        "tax", "save", "saving", "discount", "deposit", "strike",
    ]

    private static let wordsOfPictures: Set = [
        "image", "img", "picture", "photo", "thumbnail", "thumb", "icon", "logo", "avatar",
        "poster", "cover", "src", "banner",
    ]

    /// No column's score is greater, over rows of which shares hold digits and addresses.
    ///
    /// A little is added, since rounding may do so.
    func greatestScore(withDigits digits: Double, withAddresses addresses: Double) -> Double {
        let slack = 1.01
        switch field.type.base {
        case .date, .datetime, .number, .integer, .minutes, .money, .quantity:
            return digits > 0 ? slack * (0.5 + 0.5 * digits) : 0
        case .url: return addresses > 0 ? 1.1 * (0.5 + 0.5 * addresses) : 0
        case .boolean: return 0
        case .text:
            guard case .code = kind else { return kind.isNamed ? 1.05 : slack }
            return slack * (digits > 0 ? 0.6 + 0.4 * digits : 0.31)
        }
    }

    /// Whether the lines of a column's texts are codes of one record, as they are wanted.
    private func isListOfCodes(_ column: RecordColumn) -> Bool {
        guard case .code = kind, field.type.base == .text else { return false }
        return column.shape.codes + column.shape.endingCodes >= 0.9
            && column.shape.averageLength <= 40
    }

    /// How sure it is that a column of texts is the field, before what holds for every type; `nil`
    /// where neither its name nor its look says so.
    private func textScore(_ column: RecordColumn, likeness: Double) -> Double? {
        let shape = column.shape
        var fit = kind.fit(shape)
        if case .matter = kind, column.isLinkText {
            // What a record is called is often its link, whatever it looks like.
            let isBare = column.values.allSatisfy { $0?.first?.isNumber != true }
            fit = max(
                fit,
                (isBare ? 0.87 : 0.7) * min(1, 1.1 * shape.distinct) * (1 - shape.codes)
                    * (1 - shape.wholeDates) * (1 - 0.4 * shape.dates)
                    * (shape.averageWords >= 2.5 ? 1 : 0.3))
        }
        if likeness > 0.3 {
            // A column whose texts cannot be such values has only the name.
            let doubt = (kind.isPlainByLook || isPerson) && fit < 0.15 ? 0.5 : 1
            return (0.6 * likeness + 0.4 * fit) * doubt
        } else if isAmount {
            return amountScore(column)
        } else if kind.isPlainByLook {
            // A heading that says something else speaks against it, but not against a part.
            let isNamedOtherwise =
                column.place.transforms.isEmpty
                && column.hints.contains { $0.strength > 0.95 }
                || column.hints.contains { $0.strength > 0.95 && Self.isOfFile($0.words) }
            if case .code = kind, shape.codes < 0.5 { return 0 }
            return (isNamedOtherwise && !kind.isDistinct ? 0.47 : 0.62) * fit
        } else if isOutcome {
            // What was decided is told by its verbs, be it one of them or a sentence.
            let isProse =
                shape.averageLength >= 80 && column.place.transforms.isEmpty
                && shape.withoutDigits >= 0.5
            if !isProse, shape.averageLength >= 80 { return 0 }
            return shape.outcomes >= (isProse ? 0.6 : 0.9) && !column.isLinkText ? 0.56 : 0
        } else if isLong {
            // Sentences that differ on every row need no name.
            let isProse = shape.averageLength >= 80 && shape.distinct > 0.8
            return isProse && !column.isLinkText ? 0.55 : 0
        }
        return nil
    }

    /// Whether a word says when a site was worked on, or something was done to the record later.
    private static func isOfSite(_ word: String) -> Bool { wordsOfSites.contains(word) }

    private static let wordsOfSites: Set = [
        "posted", "updated", "modified", "uploaded", "upload", "created", "added", "processed",
        "order", "amended", "reclassified",
    ]

    /// Whether words name a file or a place rather than what it is about.
    private static func isOfFile(_ words: [String]) -> Bool {
        words.contains(where: wordsOfFiles.contains)
    }

    private static let wordsOfFiles: Set = ["file", "path", "size", "guid", "url", "attachment"]

    private func likeness(_ hints: [RecordColumn.Hint]) -> Double {
        var best = 0.0
        for hint in hints where hint.strength > best {
            best = max(best, similarity(hint.words) * hint.strength)
        }
        return best
    }

    private func similarity(_ words: [String]) -> Double {
        if let known = likenesses.known[words] { return known }
        let found = name.similarity(words)
        likenesses.known[words] = found
        return found
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
