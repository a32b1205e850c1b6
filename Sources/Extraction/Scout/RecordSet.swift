import AlmanacCore

/// Places of a page that may be records: where they are, and how well they look.
struct RecordSet {
    /// How a recipe finds them.
    var source: RecordSource
    /// How many there are.
    var count: Int
    /// The first guess at how well they fit, before their columns are looked at.
    var promise = 0.0
}

/// A column of texts over the records of a set, and the place that yields it.
struct RecordColumn {
    var place: FieldPlace
    /// The first text of each row, with what it looks like.
    var texts: [LookedText?] {
        didSet { values = texts.map { $0?.text } }
    }
    /// The first text of each row.
    private(set) var values: [String?]
    /// Words that say what the column is, with how much they say.
    var hints: [Hint]
    var shape: ValueShape
    /// Whether the texts are addresses.
    var isAddress = false
    /// Whether the addresses are those of pictures that the page shows.
    var isPicture = false
    /// How long the texts are on average that the addresses stand behind.
    var linkLength = 0.0
    /// Whether these are the addresses behind the longest texts.
    var isMainLink = false
    /// Whether the texts are those of links.
    var isLinkText = false
    /// Whether the texts come from several lines.
    var hasSeveralLines = false

    init(
        place: FieldPlace, texts: [LookedText?], hints: [Hint], shape: ValueShape,
        isAddress: Bool = false
    ) {
        self.place = place
        self.texts = texts
        values = texts.map { $0?.text }
        self.hints = hints
        self.shape = shape
        self.isAddress = isAddress
    }

    /// The column over some of its rows.
    func restricted(to rows: [Int]) -> RecordColumn {
        var column = self
        column.texts = rows.map { texts[$0] }
        let readable = shape.wholeDates
        column.shape = ValueShape(column.texts)
        column.shape.wholeDates = min(column.shape.wholeDates, readable)
        return column
    }

    /// Counts as dates only what can be read as such.
    mutating func settleDates(_ page: PageReader) {
        guard shape.wholeDates > 0, !isAddress else { return }
        let texts = values.compactMap { $0 }
        let read = Self.days(texts, page)
        shape.wholeDates = Double(read.count { $0 != nil }) / Double(max(1, texts.count))
    }

    /// The days that texts are read as.
    static func days(_ texts: [String], _ page: PageReader) -> [JSON?] {
        page.memory.days(of: texts) {
            let field = RecipeField("date", FieldType(.date), places: [])
            return FieldValueReader(field: field, page: page).values(of: texts)
        }
    }

    /// Whether every text of another column is the same here.
    func includes(_ other: RecordColumn) -> Bool {
        zip(values, other.values).allSatisfy { $1 == nil || $0 == $1 }
    }

    /// Whether most texts stand inside those of this column.
    func holds(_ other: RecordColumn) -> Bool {
        guard !other.isAddress else { return false }
        let pairs = zip(values, other.values).compactMap { own, inner in
            own.flatMap { own in inner.map { (own, $0) } }
        }
        return !pairs.isEmpty
            && pairs.count { $0.firstPlace(of: $1) != nil } * 2 > pairs.count
    }

    /// Words near a column's values.
    struct Hint: Equatable {
        var words: [String]
        /// From 0 to 1: a heading says more than a class.
        var strength: Double
    }
}
