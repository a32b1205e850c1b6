/// A month and a day of it, in any year.
struct DayOfYear: Hashable, Sendable {
    var month: Int
    var day: Int

    /// Makes a day that leap years have.
    init?(month: Int, day: Int) {
        guard CalendarDay(2000, month, day) != nil else { return nil }
        (self.month, self.day) = (month, day)
    }

    /// Makes a day that is known to exist.
    init(_ month: Int, _ day: Int) { (self.month, self.day) = (month, day) }

    /// Month and day as one number, which orders the days of a year: 1231 for 31 December.
    var number: Int { month * 100 + day }

    /// The day that lies so many days later, or before, around the turn of the year.
    func moved(by days: Int) -> DayOfYear {
        var moved = self
        for _ in 0..<abs(days) {
            moved.day += days < 0 ? -1 : 1
            if moved.day < 1 {
                moved.month = moved.month == 1 ? 12 : moved.month - 1
                moved.day = CalendarDay.days(in: moved.month, of: 2000)
            } else if moved.day > CalendarDay.days(in: moved.month, of: 2000) {
                moved.month = moved.month == 12 ? 1 : moved.month + 1
                moved.day = 1
            }
        }
        return moved
    }
}
