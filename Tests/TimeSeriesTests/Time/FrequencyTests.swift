import Testing
import TimeSeries

@Suite struct FrequencyTests {
    @Test("frequencies that a strategy can run at are ordered by their length")
    func lengths() {
        let fixed = Frequency.executable.compactMap(\.nanoseconds)
        #expect(fixed == fixed.sorted() && fixed.count == 6)
        #expect(Frequency.minute15.nanoseconds == 900_000_000_000)
        #expect(Frequency.month1.nanoseconds == nil && Frequency.month1.months == 1)
        #expect(Frequency.hour1.isIntraday && !Frequency.day1.isIntraday)
    }
}
