extension Condition {
    /// The condition with each quantity that it compares replaced.
    func mapQuantities(_ change: (Quantity) -> Quantity) -> Condition {
        switch self {
        case .compare(let left, let way, let right, let inclusive):
            .compare(change(left), way, change(right), inclusive: inclusive)
        case .cross(let left, let way, let right): .cross(change(left), way, change(right))
        case .between(let quantity, let low, let high): .between(change(quantity), low, high)
        case .within(let quantity, let bound): .within(change(quantity), bound)
        case .repeated(let inner, let count, let length):
            .repeated(inner.mapQuantities(change), count: count, length)
        case .streakOf(let quantity, let way, let length):
            .streakOf(change(quantity), way, length)
        case .all(let parts): .all(parts.map { $0.mapQuantities(change) })
        case .any(let parts): .any(parts.map { $0.mapQuantities(change) })
        case .firstBar, .streak, .pattern, .happens, .calendar, .elapsed: self
        }
    }
}
