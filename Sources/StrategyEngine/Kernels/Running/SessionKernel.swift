import StrategyLanguage

/// pandas' `groupby` running statistics; inputs are the values and the keys.
///
/// A group is a run of bars with one key. The sum is compensated, as pandas' grouped sum is.
/// `first` differs from pandas' `transform('first')` in that it stays missing until the group has a
/// value, since pandas looks ahead there. A bar without a key is in no group.
struct SessionKernel: Kernel2 {
    private let function: SessionFunction
    private var group = Double.nan
    private var state = 0.0
    private var compensation = 0.0

    init(_ function: SessionFunction) {
        self.function = function
    }

    mutating func next(_ x: Double, _ key: Double) -> Double {
        guard key == key else { return .nan }
        if key != group {
            group = key
            begin()
        }
        switch function {
        case .count:
            state += 1
            return state
        case .first:
            if state != state { state = x }
            return state
        default:
            guard x == x else { return .nan }
            add(x)
            return state
        }
    }

    private mutating func begin() {
        compensation = 0
        switch function {
        case .sum: state = 0
        case .product: state = 1
        case .maximum: state = -.infinity
        case .minimum: state = .infinity
        case .count: state = -1
        case .first: state = .nan
        }
    }

    private mutating func add(_ x: Double) {
        switch function {
        case .sum:
            let term = x - compensation
            let total = state + term
            compensation = total - state - term
            state = total
        case .product: state *= x
        case .maximum: if x > state { state = x }
        case .minimum: if x < state { state = x }
        case .count, .first: break
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&group)
        archive.visit(&state)
        archive.visit(&compensation)
    }
}
