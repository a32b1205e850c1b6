/// One field of a record: its type, where it is, and what it may be.
public struct RecipeField: Sendable, Equatable {
    /// The name under which the value is given out.
    public var name: String
    /// The type of the value.
    public var type: FieldType
    /// What one unit of a number is, such as `USD` or `minutes`; nil where it has none.
    public var unit: String?
    /// Whether a record without it is not a record.
    public var isRequired = false
    /// The places where the value may be, best first; the first that yields wins.
    public var places: [FieldPlace]
    /// Whether all places that yield must agree; where they do not, the value is withheld.
    public var placesMustAgree = false
    /// What values are valid.
    public var validity = Validity()
    /// The language that dates and numbers are written in, such as `de` or `en-GB`; nil where the
    /// whole column decides.
    public var locale: String?
    /// What happens to a bad value, where it is not what the contract says.
    public var onBadValue: RecipeContract.Action?

    /// Makes a field.
    public init(
        _ name: String, _ type: FieldType = .text, isRequired: Bool = false, places: [FieldPlace]
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.places = places
    }

    /// The field whose address leads to the page that this one is read from; nil for a field that
    /// is read from the record's own page alone.
    public var detailLink: String? {
        for place in places {
            if case .detail(let name) = place.scope { return name }
        }
        return nil
    }
}

/// The type of a field's values.
public struct FieldType: Sendable, Hashable, CustomStringConvertible {
    /// The type of one value.
    public var base: Base
    /// Whether a record has a list of them.
    public var isList = false

    /// Makes a type.
    public init(_ base: Base, isList: Bool = false) {
        self.base = base
        self.isList = isList
    }

    /// A text.
    public static let text = FieldType(.text)

    /// The types of single values.
    public enum Base: String, Sendable, CaseIterable {
        case text
        /// A number, with or without a fraction.
        case number
        /// A whole number.
        case integer
        /// A day, given out as `2026-01-31`.
        case date
        /// A moment, given out in RFC 3339.
        case datetime
        /// An absolute address where the page's is known.
        case url
        case boolean
        /// An amount with its currency: `{"amount": 9.5, "currency": "EUR"}`.
        case money
        /// A number with what it counts: `{"number": 4, "unit": "servings"}`.
        case quantity
        /// A duration as a number of minutes.
        case minutes
    }

    /// Reads `number` or `list of number`; nil for anything else.
    public init?(_ description: String) {
        let prefix = "list of "
        isList = description.hasPrefix(prefix)
        let name = isList ? String(description.dropFirst(prefix.count)) : description
        guard let base = Base(rawValue: name) else { return nil }
        self.base = base
    }

    /// The type as recipes write it.
    public var description: String { (isList ? "list of " : "") + base.rawValue }
}

/// One place where a field's value may be, and what is done with what stands there.
public struct FieldPlace: Sendable, Hashable {
    /// What is looked for.
    public var find: Find
    /// Where it is looked for.
    public var scope: Scope = .record
    /// What is done with each text found, in order.
    public var transforms: [Transform] = []

    /// Makes a place.
    public init(_ find: Find, scope: Scope = .record, transforms: [Transform] = []) {
        self.find = find
        self.scope = scope
        self.transforms = transforms
    }

    /// What is looked for.
    public enum Find: Sendable, Hashable {
        /// An element, by selector; nil for the scope's own element.
        case element(String?, take: Take, nth: Int?)
        /// What follows a label: the rest of its line, else the next line or cell.
        case label([String], take: Take)
        /// The cell of a table's column, by the column's name.
        case column(String, take: Take)
        /// The cell at a place in a table's row, counted from 1.
        case cell(Int, take: Take)
        /// A value in data; of a type's items the first that has one.
        case data(DataLocation)
        /// The address of the page.
        case address
        /// What the learned place of that name gives for the record, where records are learned.
        case learned(String)
    }

    /// Where it is looked for.
    public enum Scope: Sendable, Hashable {
        /// In the record.
        case record
        /// In the last element before the record that a selector matches: a heading that holds for
        /// a group of records.
        case heading(String)
        /// In the whole page.
        case page
        /// In the page that a field of the record leads to.
        case detail(String)
    }
}

/// What is taken of an element.
public enum Take: Sendable, Hashable {
    /// The visible text on one line.
    case text
    /// One line of the visible text, counted from 1, or from the end by negative numbers.
    case line(Int)
    /// Every line of the visible text, each a text of its own.
    case lines
    /// The texts that are the element's own, without those of elements in it.
    case ownText
    /// The value of an attribute.
    case attribute(String)
}
