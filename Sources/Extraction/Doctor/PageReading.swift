/// What a recipe, old or repaired, gave for a page, with how sure each field is.
package struct PageReading: Sendable {
    /// What became of the recipe.
    package enum State: String, Sendable { case healthy, repaired, withheld }

    package var state: State
    /// One entry for each record: the values of each field that is given.
    package var records: [[String: [String]]]
    package var withheld: [String]
    /// How sure each field is, from 0 to 1.
    package var confidence: [String: Double] = [:]
    /// What was seen, for reading.
    package var notes: [String] = []
    /// What the confidence of each field rests on.
    package var evidence: [String: [Double]] = [:]

    package init(state: State, records: [[String: [String]]], withheld: [String]) {
        self.state = state
        self.records = records
        self.withheld = withheld
    }
}

/// How a page's records could be read: an anchor with regions, and for each field the best way.
struct ListHypothesis {
    var anchor: Int
    var candidate: FieldCandidate
    var regions: RecordRegions
    var kept: [Bool]
    var choices: [FieldChoice?]
    var score: Double
    var isFiltered: Bool
    /// Whether records of other kinds were left out.
    var isOfKind = false
    /// Whether the words that told records from others are gone from the page.
    var isLost = false
    /// The share of the strings of the anchor's column that give a value.
    var yield = 1.0
}

/// The best way found to read a field in a hypothesis.
struct FieldChoice {
    var values: [ReadValue?] = []
    /// The numbers of the values; -1 where there is none.
    var ids: [Int32] = []
    /// The column that they are read from.
    var column: Int
    var source: FieldSource
    var likeness: Double
    var markup: Double
    /// The share of records with a value.
    var coverage: Double
    var score: Double
    /// How far the next best different values are behind.
    var margin: Double
    var relation: Double = 0
    /// How many values of the column stand in a record, as a mean.
    var crowd = 1.0
    /// The place of the source among those learned.
    var rank: Int?

    /// Whether a known way gives values like those known, for the records that should have one.
    func isWhole(_ field: LearnedField) -> Bool {
        holds && likeness > 0.6 && markup >= 0.6 && (coverage > 0.9 || !field.isRequired)
    }

    /// Whether a known way gives values that are not altogether unlike those known.
    var holds: Bool { rank != nil && likeness > 0.4 }
}
