package import TimeSeries

/// An amount of money in millionths of a US dollar; whole, so that sums are exact.
package struct Money: Sendable, Hashable, Comparable {
    /// Millionths of a dollar.
    package var microdollars: Int64

    /// Makes an amount.
    package init(microdollars: Int64) {
        self.microdollars = microdollars
    }

    /// Nothing.
    package static let zero = Money(microdollars: 0)

    /// Whether one amount is less than another.
    package static func < (left: Money, right: Money) -> Bool {
        left.microdollars < right.microdollars
    }
}

/// A day's budget: money is reserved before a call that may cost, and spent or released after it.
///
/// Days are those of UTC. What is reserved and what is spent never exceed the limit together, apart
/// from a call that turns out dearer than it was reserved for: its true cost is counted, and
/// nothing more is reserved that day.
package struct Budget: Sendable, Equatable {
    /// What may go out in a day; `nil` where nothing is set.
    package var limit: Money?
    /// Reserved for calls whose cost is not known yet.
    package private(set) var reserved: Money
    /// Gone.
    package private(set) var spent: Money

    /// Makes a day's budget.
    package init(limit: Money?, reserved: Money = .zero, spent: Money = .zero) {
        self.limit = limit
        self.reserved = reserved
        self.spent = spent
    }

    /// What may still be reserved; `nil` where there is no limit.
    package var room: Money? {
        limit.map {
            let used = reserved.microdollars + spent.microdollars
            return Money(microdollars: max(0, $0.microdollars - used))
        }
    }

    /// Reserves an amount if there is room for it.
    package mutating func reserve(_ amount: Money) -> Bool {
        precondition(amount >= .zero, "an amount to reserve must not be negative")
        if let room, room < amount { return false }
        reserved.microdollars += amount.microdollars
        return true
    }

    /// Turns a reservation into what was really spent; zero gives it back.
    package mutating func settle(reserved amount: Money, spent cost: Money) {
        precondition(cost >= .zero, "a cost must not be negative")
        reserved.microdollars -= amount.microdollars
        spent.microdollars += cost.microdollars
    }

    /// The day of a moment, as days since 1970-01-01 in UTC.
    package static func day(of moment: Timestamp) -> Int { moment.daysSinceEpoch }

    /// When the day after a moment's begins.
    package static func nextDay(after moment: Timestamp) -> Timestamp {
        Timestamp(moment.date.adding(days: 1))
    }
}
