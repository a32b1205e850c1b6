import TimeSeries

/// Finds the one value of a type among other words, as in `Filed May 6, 2024, No. 24-118`.
///
/// Only what stands apart counts: no part of a longer number, word or identifier. Two different
/// values in one text are none.
struct ValueSearch {
    /// Longer text is prose.
    static let limit = 500

    let type: ValueType
    let conventions: Conventions
    private(set) var lacksFetchTime = false
    private var scanner: ValueScanner

    init?(_ text: String, as type: ValueType, _ conventions: Conventions) {
        guard let scanner = ValueScanner(text, limit: Self.limit) else { return nil }
        self.scanner = scanner
        self.type = type
        self.conventions = conventions
    }

    /// The readings of the one value that is there; empty where there is none or more than one.
    mutating func readings() -> [(choice: [ValueReading.Choice], value: FieldValue)] {
        var found: [(choice: [ValueReading.Choice], value: FieldValue)]?
        while !scanner.isAtEnd {
            let start = scanner.position
            guard isStart(start), let next = readings(at: start), scanner.position > start,
                isEnd(scanner.position)
            else {
                scanner.position = start + 1
                continue
            }
            if let found {
                let isSame = found.elementsEqual(next) {
                    $0.choice == $1.choice && $0.value == $1.value
                }
                if !isSame { return [] }
            }
            found = next
        }
        return found ?? []
    }

    /// Whether a value may begin here: not within a word, a number or an identifier.
    private func isStart(_ index: Int) -> Bool {
        guard scanner.current != " ", index > 0 else { return scanner.current != " " }
        let before = scanner.scalars[index - 1]
        if scanner.current.digit != nil || scanner.current == "-" {
            guard !"-/.:,#_".unicodeScalars.contains(before) else { return false }
        }
        // Behind other words a sign that stands apart is a dash.
        if "+-".unicodeScalars.contains(scanner.current) {
            let next = index + 1 < scanner.scalars.count ? scanner.scalars[index + 1] : " "
            guard next != " " else { return false }
        }
        return !before.isWordLetter && before.digit == nil && before.properties.numericType == nil
    }

    private func isEnd(_ index: Int) -> Bool {
        guard index < scanner.scalars.count else { return true }
        let next = scanner.scalars[index]
        if next.isWordLetter || next.digit != nil || next == "%" || next == "_" { return false }
        let follows = index + 1 < scanner.scalars.count ? scanner.scalars[index + 1] : " "
        return !("-/.:,'".unicodeScalars.contains(next) && (follows.digit != nil || next == "/"))
            && !(next == "-" && follows.isWordLetter)
    }

    private mutating func readings(
        at start: Int
    ) -> [(choice: [ValueReading.Choice], value: FieldValue)]? {
        switch type {
        case .date, .time:
            var reading = TimeReading(conventions)
            guard let parsed = reading.occurrence(&scanner) else {
                lacksFetchTime = lacksFetchTime || reading.lacksFetchTime
                return nil
            }
            let readings = ValueReading.readings(of: parsed, as: type)
            return readings.isEmpty ? nil : readings
        case .money where !scanner.startsMoney: return nil
        default:
            // The sign of an amount may stand before its currency.
            let isAmount = type == .number && scanner.current != "(" && scanner.startsMoney
            guard let read = scanner.part(isAmount ? .money : type) else { return nil }
            if isAmount {
                return DecimalSign.allCases.compactMap { sign in
                    guard case .money(let money) = read(sign) else { return nil }
                    return ([.decimal(sign)], .number(money.amount))
                }
            }
            return DecimalSign.allCases.compactMap { sign in
                read(sign).map { ([.decimal(sign)], $0) }
            }
        }
    }
}

extension ValueScanner {
    /// Whether an amount with a currency on one side stands here.
    fileprivate var startsMoney: Bool {
        var ahead = self
        return ahead.money()?.currency != nil
    }
}
