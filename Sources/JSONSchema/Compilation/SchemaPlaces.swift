import AlmanacCore

/// The places of schemas that are to be compiled, each with the number of its node.
struct SchemaPlaces {
    private(set) var numbers: [SchemaIndex.Place: Int] = [:]
    private var waiting: [SchemaIndex.Place] = []
    private let most: Int

    init(most: Int) { self.most = most }

    /// The number of the node of a place, which waits to be compiled from its first mention.
    mutating func number(of place: SchemaIndex.Place) throws(AlmanacError) -> Int {
        if let number = numbers[place] { return number }
        guard numbers.count < most else {
            throw AlmanacError(
                .validation, "the schema has more than \(most) places",
                suggestion: "split it, or raise the limit")
        }
        let number = numbers.count
        numbers[place] = number
        waiting.append(place)
        return number
    }

    /// Takes a place that waits to be compiled.
    mutating func next() -> SchemaIndex.Place? { waiting.popLast() }
}
