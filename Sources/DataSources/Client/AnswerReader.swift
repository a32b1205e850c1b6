import AlmanacCore
import Networking
import TimeSeries

/// Reads an answer's JSON strictly: what is not as the source writes it is an error that says
/// where, so that a changed format is noticed and never guessed at.
struct AnswerReader {
    /// The value.
    let json: JSON
    private let origin: Origin
    private let place: Place

    /// Whose answer it is; shared by all readers of one answer.
    private final class Origin: Sendable {
        let source: SourceDescription

        init(_ source: SourceDescription) { self.source = source }
    }

    /// Where a value stands, as a chain: only an error writes it out.
    private indirect enum Place: Sendable {
        case top
        case member(Place, String)
        case element(Place, Int)

        var text: String {
            switch self {
            case .top: return ""
            case .member(.top, let key): return key
            case .member(let place, let key): return "\(place.text).\(key)"
            case .element(let place, let index): return "\(place.text)[\(index)]"
            }
        }
    }

    /// Reads an answer's body.
    ///
    /// - Throws: `schemaMismatch` where it is no JSON.
    init(_ response: HTTPResponse, _ source: SourceDescription) throws(AlmanacError) {
        try self.init(response.body, source)
    }

    /// Reads bytes.
    init(_ bytes: [UInt8], _ source: SourceDescription) throws(AlmanacError) {
        origin = Origin(source)
        place = .top
        do {
            json = try JSON.parse(String(decoding: bytes, as: UTF8.self), maxDepth: 512)
        } catch {
            let isPage = bytes.first { $0 > 0x20 } == UInt8(ascii: "<")
            throw Self.changed(
                source, "", isPage ? "JSON, and not a page" : "JSON (\(error.message))")
        }
    }

    private init(_ json: JSON, _ origin: Origin, _ place: Place) {
        (self.json, self.origin, self.place) = (json, origin, place)
    }

    /// A member, where there is one that is not null.
    func optional(_ key: String) -> AnswerReader? {
        guard let value = json[key], value != .null else { return nil }
        return AnswerReader(value, origin, .member(place, key))
    }

    /// A member that must be there.
    func member(_ key: String) throws(AlmanacError) -> AnswerReader {
        guard let value = optional(key) else {
            throw Self.changed(origin.source, Place.member(place, key).text, "a value")
        }
        return value
    }

    /// The elements of an array.
    func elements() throws(AlmanacError) -> [AnswerReader] {
        guard let values = json.arrayValue else { throw changed("an array") }
        return values.enumerated().map { AnswerReader($1, origin, .element(place, $0)) }
    }

    /// The members of an object, in their order.
    func members() throws(AlmanacError) -> [(key: String, value: AnswerReader)] {
        guard let object = json.objectValue else { throw changed("an object") }
        return object.members.map {
            (key: $0.key, value: AnswerReader($0.value, origin, .member(place, $0.key)))
        }
    }

    /// The text, which must be one.
    func text() throws(AlmanacError) -> String {
        guard let text = json.stringValue else { throw changed("a text") }
        return text
    }

    /// The whole number, which must be one.
    func integer() throws(AlmanacError) -> Int {
        guard let integer = json.intValue else { throw changed("a whole number") }
        return integer
    }

    /// The number, also where it is written as a text.
    func number() throws(AlmanacError) -> Double {
        if let number = json.doubleValue { return number }
        guard let text = json.stringValue, let number = Double(text), number.isFinite else {
            throw changed("a number")
        }
        return number
    }

    /// The number, or NaN where the source says null or leaves it empty.
    func numberOrMissing() throws(AlmanacError) -> Double {
        json == .null || json.stringValue?.isEmpty ?? false ? .nan : try number()
    }

    /// The date, written as `2024-01-31`.
    func date() throws(AlmanacError) -> CivilDate {
        guard let date = try CivilDate(iso8601: text()) else { throw changed("a date") }
        return date
    }

    /// The moment, written by ISO 8601.
    func moment() throws(AlmanacError) -> Timestamp {
        guard let moment = try Timestamp(iso8601: text()) else { throw changed("a moment") }
        return moment
    }

    /// The moment, as seconds since 1970 times a factor.
    ///
    /// - Parameter perSecond: 1 for seconds, 1,000 for milliseconds.
    func unixMoment(perSecond: Int64 = 1) throws(AlmanacError) -> Timestamp {
        let value = try number()
        let nanoseconds = value * Double(1_000_000_000 / perSecond)
        guard abs(nanoseconds) < 9.2e18 else { throw changed("a moment") }
        guard let whole = json.intValue ?? json.stringValue.flatMap({ Int($0) }) else {
            return Timestamp(nanoseconds: Int64(nanoseconds.rounded()))
        }
        return Timestamp(nanoseconds: Int64(whole) * (1_000_000_000 / perSecond))
    }

    /// The error for a value that is not as it was.
    func changed(_ expected: String) -> AlmanacError {
        Self.changed(origin.source, place.text, expected)
    }

    static func changed(
        _ source: SourceDescription, _ path: String, _ expected: String
    ) -> AlmanacError {
        AlmanacError(
            .schemaMismatch,
            "\(source.title) answers in another form than it did: "
                + (path.isEmpty ? "the answer" : "'\(path)'") + " should be \(expected)",
            details: [
                "source": .string(source.name), "path": .string(path),
                "expected": .string(expected),
            ], suggestion: "nothing was stored; the source's client needs to be looked at")
    }
}
