import AlmanacCore
import TimeSeries

/// Turns the texts of one field into typed values, a whole column at a time.
///
/// The column decides what one text leaves open, such as which of two numbers is the day; what it
/// does not decide either is withheld.
struct FieldValueReader {
    let field: RecipeField
    let page: SourcePage
    private let reader: PageReader

    init(field: RecipeField, page: PageReader) {
        self.field = field
        self.page = page.page
        reader = page
    }

    /// The value of each text; nil where it cannot be read as the field's type.
    func values(of column: [String]) -> [JSON?] {
        switch field.type.base {
        case .text: return column.map(text)
        case .url: return column.map(url)
        case .number: return numbers(column)
        case .integer: return read(column, [.integer, .count])
        case .date: return dates(column)
        case .datetime: return read(column, [.time])
        case .boolean: return read(column, [.boolean])
        case .money: return read(column, [.money])
        case .quantity: return read(column, [.quantity, .number])
        case .minutes: return read(column, [.duration, .number])
        }
    }

    /// Reads dates; where nothing in them says which number is the day, the other dates of the page
    /// decide, else the way of reading under which alone they stand in order, else the country of
    /// the site.
    private func dates(_ column: [String]) -> [JSON?] {
        var column = DateTexts(column, conventions, field.locale == nil ? reader.memory : nil)
        let values = column.values(nil)
        guard conventions.dateOrder == nil, values.contains(where: { $0 == nil }) else {
            return values
        }
        if let order = reader.dateOrder { return column.values(order) }
        if let sorted = datesInOrder(&column, values) { return sorted }
        guard let order = reader.countryDateOrder else { return values }
        return column.values(order)
    }

    /// The dates as they are read in the one way in which they stand in order.
    private func datesInOrder(_ column: inout DateTexts, _ values: [JSON?]) -> [JSON?]? {
        guard values.count >= 3 else { return nil }
        var ordered: [[JSON?]] = []
        for order in [DateOrder.monthFirst, .dayFirst] {
            let read = column.values(order)
            let days = read.compactMap { $0?.stringValue }
            let isComplete = days.count > values.count(where: { $0 != nil })
            let pairs = zip(days, days.dropFirst())
            let isSorted = pairs.allSatisfy { $0 <= $1 } || pairs.allSatisfy { $0 >= $1 }
            if isComplete, isSorted, Set(days).count >= 3 { ordered.append(read) }
        }
        return ordered.count == 1 ? ordered[0] : nil
    }

    /// Reads numbers, and in texts that are none the one number that they hold.
    private func numbers(_ column: [String]) -> [JSON?] {
        let values = read(column, [.number, .count, .percentage, .money])
        guard values.contains(where: { $0 == nil }) else { return values }
        let within = ValueColumn(within: column, as: .number, conventions: conventions).values
        return zip(values, within).map { $0 ?? $1.map(json) }
    }

    /// Reads a column as the first type, and what is left as the next.
    private func read(_ column: [String], _ types: [ValueType]) -> [JSON?] {
        var values = [JSON?](repeating: nil, count: column.count)
        for type in types {
            let open = values.indices.filter { values[$0] == nil }
            guard !open.isEmpty else { break }
            let read = ValueColumn(open.map { column[$0] }, as: type, conventions: conventions)
            for (index, value) in zip(open, read.values) { values[index] = value.map(json) }
        }
        return values
    }

    private func json(_ value: FieldValue) -> JSON {
        switch (field.type.base, value) {
        case (.minutes, .duration(let seconds)): .number(seconds / 60)
        case (.number, .money(let money)): .number(money.amount)
        case (.quantity, .quantity(let quantity)):
            ["number": .number(quantity.value), "unit": .string(quantity.unit)]
        case (.quantity, .number(let number)): ["number": .number(number), "unit": ""]
        default: value.json
        }
    }

    /// A text with plain spaces where others stand, which would make two of what looks like one.
    private func text(_ text: String) -> JSON? {
        let plain = PlainText.withPlainSpaces(text)
        return plain.isEmpty ? nil : .string(plain)
    }

    /// An address, resolved where the page's is known and else as it is written.
    private func url(_ text: String) -> JSON? {
        if let base = page.baseURL {
            return base.resolving(text).map { .string($0.description) }
        }
        return text.isEmpty ? nil : .string(text)
    }

    private var conventions: Conventions {
        let root = page.document?.rootElement
        let language = field.locale ?? root.flatMap { page.document?.attribute("lang", of: $0) }
        guard let language else { return Conventions(fetchedAt: page.fetchedAt) }
        return Conventions(language: language, fetchedAt: page.fetchedAt)
    }
}

/// Texts with their meanings as dates, each found once for all orders of day and month.
private struct DateTexts {
    private let texts: [String]
    private let conventions: Conventions
    private let memory: PageMemory?
    private let whole: [ValueReading]
    private var inner: [ValueReading]?

    init(_ texts: [String], _ conventions: Conventions, _ memory: PageMemory?) {
        (self.texts, self.conventions, self.memory) = (texts, conventions, memory)
        whole = texts.map { text in
            let read = { ValueReading(text, as: .date, conventions) }
            return memory?.date(text, isInner: false, read) ?? read()
        }
    }

    /// The whole texts as dates, and in those that are none the one date that they hold.
    mutating func values(_ order: DateOrder?) -> [JSON?] {
        var conventions = conventions
        if let order { conventions.dateOrder = order }
        let values = ValueColumn(whole, conventions).values
        guard values.contains(where: { $0 == nil }) else { return values.map { $0?.json } }
        let inner = inner ?? zip(texts, whole).map(inner)
        self.inner = inner
        return zip(values, ValueColumn(inner, conventions).values).map { ($0 ?? $1)?.json }
    }

    private func inner(_ text: String, _ whole: ValueReading) -> ValueReading {
        let read = {
            var reading = whole
            reading.search(in: text, as: .date, conventions)
            return reading
        }
        return memory?.date(text, isInner: true, read) ?? read()
    }
}
