import StrategyLanguage

/// pandas' `groupby(index.date)` running statistics; inputs are the values and the bar times.
///
/// The sum is compensated, as pandas' grouped sum is. `first` differs from pandas'
/// `transform('first')` in that it stays missing until the date has a value, since pandas looks
/// ahead there.
struct SessionKernel: Kernel2 {
    private let function: SessionFunction
    private var day = Double.nan
    private var state = 0.0
    private var compensation = 0.0

    init(_ function: SessionFunction) {
        self.function = function
    }

    mutating func next(_ x: Double, _ time: Double) -> Double {
        let today = (time / microsecondsPerDay).rounded(.down)
        if today != day {
            day = today
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
        archive.visit(&day)
        archive.visit(&state)
        archive.visit(&compensation)
    }
}
