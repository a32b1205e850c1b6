/// Moves of a price said as a thing: "a 5 day 3% rally", "a 3% 5 day drop", "a weekly loss of 2%".
extension SentenceParser {
    private static let moveNouns: [String: Direction] = [
        "rally": .up, "gain": .up, "rise": .up, "jump": .up, "advance": .up, "climb": .up,
        "increase": .up, "pop": .up, "surge": .up, "pump": .up, "drop": .down, "fall": .down,
        "decline": .down, "loss": .down, "selloff": .down, "pullback": .down, "slide": .down,
        "dip": .down, "plunge": .down, "slump": .down, "dump": .down,
    ]
    private static let adjectives: [String: Lookback.Unit] = [
        "daily": .day, "weekly": .week, "monthly": .month, "yearly": .year, "quarterly": .quarter,
    ]

    /// Whether the rest of a move follows whose length has been read: "loss of 3%", "3% gain".
    var startsMove: Bool {
        let isShare = token()?.isPercentage == true
        return (isShare ? word(1) : word()).map { Self.moveNouns[$0] != nil } ?? false
    }

    /// Consumes a size, a length and a noun for the way, in any order that keeps them together.
    mutating func nounMove() -> Condition? {
        skip("a", "an", "any", "each", "every", "another")
        var size: Double?
        var length: Lookback?
        var way: Direction?
        while size == nil || length == nil || way == nil {
            if way != nil { skip("of", "by", "over", "in", "within", "during") }
            if size != nil || way != nil { skip("the", "last", "past", "a", "an") }
            if way != nil { skip("more", "than", "at", "least") }
            if size == nil, let found = percentage() {
                size = found
            } else if length == nil, let found = lookback() {
                length = found
            } else if length == nil, let word = word(), let unit = Self.adjectives[word] {
                position += 1
                length = Lookback(count: 1, unit: unit)
            } else if length == nil, way != nil, let unit = unit() {
                length = Lookback(count: 1, unit: unit)
            } else if way == nil, let word = word(), let found = Self.moveNouns[word] {
                position += 1
                way = found
            } else {
                return nil
            }
        }
        guard let size, let length, let way, size > 0 else { return nil }
        return .compare(
            .change(.price(.close, subject), length), way, .number(way == .up ? size : -size),
            inclusive: false)
    }
}
