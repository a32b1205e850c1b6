/// A source as a sentence speaks of it: a row of the table and whom or what it is about.
struct SourceMention: Hashable, Sendable {
    /// The name of a row of ``SourceTable``.
    var row: String
    /// The account, community, person or term; nothing where the traded symbol is meant.
    var target: String?
    /// What happens, for sources of events: a row of ``EventTable``.
    var event: String?
    /// Which of its texts count, as ``PostFilter`` reads it.
    var filters: [String] = []

    /// The number of the archive that is meant, which no row of the table describes.
    var archived: ArchivedField?

    init(_ row: String, _ target: String? = nil, event: String? = nil) {
        self.row = row
        self.target = target
        self.event = event
    }

    /// The row; every mention but those of the archive is made from one.
    var source: SourceRow? { SourceTable.row(row) }

    /// The slot of the strategy that holds the signal.
    var slot: String {
        let base = event ?? target ?? row
        let words = base.lowercased().map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
        }
        let name = String(words)
        return name.first?.isLetter == true ? name : "s_" + name
    }
}

/// What a signal made from texts says, as a column of its slot.
enum SignalColumn: String, Hashable, Sendable {
    /// From -1 (all bad) to 1 (all good).
    case sentiment
    /// How many texts a day speak of the symbol.
    case mentions = "posts"
    /// The number that a source of values publishes.
    case value
    /// How many events there have been so far.
    case events
}
