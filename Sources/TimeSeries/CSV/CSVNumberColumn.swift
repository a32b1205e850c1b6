/// One column that may hold numbers: the first field that is not missing decides.
struct CSVNumberColumn {
    /// The position of the column's fields in a record.
    let field: Int
    /// The name in the frame.
    let name: String
    var values: [Double] = []
    private(set) var kind: Kind
    private let isPrice: Bool
    private var numberCount = 0
    private var textCount = 0

    enum Kind { case open, number, text }

    init(field: Int, name: String) {
        self.field = field
        self.name = name
        isPrice = CSVColumnNames.prices.contains(name)
        kind = isPrice ? .number : .open
    }

    /// Whether a column that began with text holds more numbers than text, so that one of the two
    /// must be wrong.
    var isMostlyNumbers: Bool { kind == .text && numberCount > textCount }

    /// Reads a field, or gives `nil` where it should be a number and is none.
    @inline(never)
    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ format: CSVNumberFormat
    ) -> Double? {
        let value = format.value(bytes, allowsTruth: !isPrice)
        switch (kind, value) {
        case (_, .missing): return .nan
        case (.open, .number(let number)):
            kind = .number
            return number
        case (.open, .text):
            kind = .text
            textCount = 1
            return .nan
        case (.text, .number):
            numberCount += 1
            return .nan
        case (.text, .text):
            textCount += 1
            return .nan
        case (.number, .number(let number)): return number
        case (.number, .text): return nil
        }
    }
}

/// The line of each row, kept as the rows after which lines and rows drift apart.
struct CSVLineIndex {
    private var steps: [(row: Int, distance: Int)] = []

    @inline(__always)
    mutating func note(row: Int, line: Int) {
        let distance = line - row
        if steps.last?.distance != distance { steps.append((row, distance)) }
    }

    /// The line on which a row begins.
    func line(ofRow row: Int) -> Int {
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? row : row + steps[low - 1].distance
    }
}
