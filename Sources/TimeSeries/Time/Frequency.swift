/// How often a slot's data comes; the raw value is the name that strategies use.
public enum Frequency: String, Sendable, Hashable, CaseIterable {
    case minute1 = "1Min"
    case minute5 = "5Min"
    case minute15 = "15Min"
    case hour1 = "1Hour"
    case day1 = "1Day"
    case week1 = "1Week"
    case month1 = "1Month"
    case quarterly
    case event

    /// The frequencies at which a strategy can run, finest first.
    public static let executable: [Frequency] = [
        .minute1, .minute5, .minute15, .hour1, .day1, .week1, .month1,
    ]
}
