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
    /// The first text of each row.
    var values: [String?]
    /// Words that say what the column is, with how much they say.
    var hints: [Hint]
    var shape: ValueShape
    /// Whether the texts are addresses.
    var isAddress = false

    /// Words near a column's values.
    struct Hint: Equatable {
        var words: [String]
        /// From 0 to 1: a heading says more than a class.
        var strength: Double
    }
}
