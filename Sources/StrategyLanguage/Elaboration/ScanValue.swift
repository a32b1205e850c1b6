/// What a register of a scan holds.
struct ScanType: Equatable {
    var isBoolean: Bool
    var mayBeNone: Bool

    static let number = ScanType(isBoolean: false, mayBeNone: false)
    static let boolean = ScanType(isBoolean: true, mayBeNone: false)

    func joined(with other: ScanType) -> ScanType {
        ScanType(
            isBoolean: isBoolean && other.isBoolean, mayBeNone: mayBeNone || other.mayBeNone)
    }
}

/// What an expression in a loop over bars stands for.
enum ScanValue {
    case failed
    /// Does not depend on the bar: a number, a series, a function.
    case outer(Value)
    case register(Int, ScanType)
    /// The loop's bar number plus an offset.
    case bar(offset: Int)
    /// `df.iloc[i]`.
    case row(FrameObject, offset: Int)
    /// `x[i - 20:i]`: the bars whose newest one is `lag` bars before the loop's bar.
    case window(BarWindow)
    case group([ScanValue])

    /// Whether two values that stand for a place stand for the same one.
    func isSamePlace(as other: ScanValue) -> Bool {
        switch (self, other) {
        case (.bar(let a), .bar(let b)): a == b
        case (.row(let a, let x), .row(let b, let y)): a === b && x == y
        case (.window(let a), .window(let b)):
            a.series === b.series && a.count == b.count && a.lag == b.lag
        default: false
        }
    }
}

/// What is certain on every way to the current statement of a loop's body.
struct ScanFacts {
    /// The names that have a value.
    var assigned: Set<String> = []
    /// The names that stand for a bar or a row of this round of the loop.
    var places: [String: ScanValue] = [:]
    /// How often each list, by the number of its output, can have been appended to on this bar.
    var appended: [Int: Set<Int>] = [:]

    func joined(with other: ScanFacts) -> ScanFacts {
        ScanFacts(
            assigned: assigned.intersection(other.assigned),
            places: places.filter { name, place in
                other.places[name].map { $0.isSamePlace(as: place) } ?? false
            }, appended: appended.merging(other.appended) { $0.union($1) })
    }
}
