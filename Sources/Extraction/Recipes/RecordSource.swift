/// Where the records of a page are.
public enum RecordSource: Sendable, Equatable {
    /// The page is one record.
    case page
    /// Each element that a selector matches.
    case elements(Elements)
    /// Each row of the body of a table.
    case table(Table)
    /// Each value at a path in data that the page carries.
    case data(DataLocation)
    /// What was learned of a page and its values, which says what selectors cannot.
    case learned(LearnedPlaces)

    /// Whether the page is one record.
    package var isPage: Bool {
        switch self {
        case .page: true
        case .learned(let places): places.isPage
        default: false
        }
    }

    /// What the learned places give.
    var learnedNames: Set<String> {
        guard case .learned(let places) = self else { return [] }
        return Set(places.fields.map(\.name))
    }

    /// Records that are elements.
    public struct Elements: Sendable, Equatable {
        /// What matches the element of a record, or the first of its elements.
        public var select: String
        /// Whether a record goes on over the elements that follow, up to the next match or the end
        /// of their parent.
        public var spansSiblings = false

        /// Makes a rule.
        public init(_ select: String, spansSiblings: Bool = false) {
            self.select = select
            self.spansSiblings = spansSiblings
        }
    }

    /// Records that are rows of tables.
    public struct Table: Sendable, Equatable {
        /// What matches the tables.
        public var select: String
        /// Rows with fewer cells of their own are no records, such as headings across the table.
        public var fewestCells = 1

        /// Makes a rule.
        public init(_ select: String, fewestCells: Int = 1) {
            self.select = select
            self.fewestCells = fewestCells
        }
    }
}

/// Which of the forms that a page carries data in.
public enum DataForm: String, Sendable, CaseIterable {
    /// JSON-LD scripts.
    case linkedData = "json_ld"
    /// Microdata.
    case microdata
    /// RDFa.
    case rdfa
    /// The head's `meta` elements, Open Graph among them, by name.
    case meta
    /// Microformats.
    case microformats
    /// JSON in scripts, by the script's name.
    case embedded
    /// The page itself, where it is JSON.
    case json
    /// The page itself, where it is a feed.
    case feed
    /// The record, where records are data themselves.
    case record
}

/// A place in data that a page carries.
public struct DataLocation: Sendable, Hashable {
    /// The form of the data.
    public var form: DataForm
    /// Only items of this type count, wherever they are; nil to start from the top.
    public var type: String?
    /// The way from there.
    public var path: DataPath

    /// Makes a place.
    public init(_ form: DataForm, type: String? = nil, path: DataPath = DataPath()) {
        self.form = form
        self.type = type
        self.path = path
    }
}
