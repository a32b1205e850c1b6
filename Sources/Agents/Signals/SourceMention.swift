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

/// A part of the calendar in which a condition holds.
enum CalendarSpan: Hashable, Sendable {
    /// Months from one to another, both included, around the turn of the year where they go back.
    case months(from: Int, to: Int)
    /// A day of the week, Monday being 0.
    case weekday(Int)
    /// The day of trading before a day of the week, Friday before Monday.
    case dayBefore(Int)
    /// From one day of the year to another, both included, around its turn where they go back.
    case dates(from: DayOfYear, to: DayOfYear)
    /// The first bar on a day of the year or just after it.
    case date(DayOfYear)
    /// The last days of a month and the first of the next.
    case monthTurn
    /// The last five trading days of a year and the first two of the next, by the calendar.
    case yearTurn
}
