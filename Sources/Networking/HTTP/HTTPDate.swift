internal import CCurl
public import TimeSeries

extension HTTPHeaders {
    /// The moment in a field, in any of the three forms of RFC 9110, section 5.6.7; nil where there
    /// is none that can be read.
    public func moment(_ name: String) -> Timestamp? {
        self[name].flatMap(Self.moment(in:))
    }

    /// How long the server asks to wait (RFC 9110, section 10.2.3), in seconds from `now`.
    ///
    /// Nil where it asks for nothing, or for what cannot be read; never negative.
    public func retryAfter(now: Timestamp) -> Int? {
        guard let text = self["Retry-After"] else { return nil }
        if let seconds = Int(text) { return max(0, seconds) }
        guard let moment = Self.moment(in: text) else { return nil }
        let nanoseconds = moment.nanoseconds - now.nanoseconds
        return max(0, Int((nanoseconds + 999_999_999) / 1_000_000_000))
    }

    private static func moment(in text: String) -> Timestamp? {
        // The library would read a bare number as a date too.
        guard text.utf8.count < 64, text.utf8.contains(where: { ($0 | 0x20) &- 0x61 < 26 }) else {
            return nil
        }
        let seconds = curl_getdate(text, nil)
        // Beyond these years nanoseconds do not fit.
        guard seconds != -1, abs(seconds) < 9_000_000_000 else { return nil }
        return Timestamp(nanoseconds: Int64(seconds) * 1_000_000_000)
    }
}
