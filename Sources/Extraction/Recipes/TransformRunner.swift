import AlmanacCore
import TimeSeries

/// Applies transforms to the texts of one value.
struct TransformRunner {
    var texts: [FoundText]
    let base: WebURL?

    /// Most texts that transforms may make of one value.
    private static let textLimit = 10_000

    mutating func apply(_ transform: Transform, _ pattern: RecipePattern?) {
        switch transform {
        case .capture: each { text in pattern?.firstCapture(in: text).map { [$0] } ?? [] }
        case .captureAll: each { text in pattern?.allCaptures(in: text) ?? [] }
        case .replace(_, let replacement):
            each { text in [pattern?.replacing(in: text, with: replacement) ?? text] }
        case .split(let separator):
            each { text in text.parts(between: separator) }
        case .join(let separator):
            guard let first = texts.first else { return }
            let joined = texts.map(\.text).joined(separator: separator)
            texts = [FoundText(text: joined, node: first.node)]
        case .pick(let place):
            let index = place > 0 ? place - 1 : texts.count + place
            texts = texts.indices.contains(index) ? [texts[index]] : []
        case .letterCase(let letterCase): each { text in [letterCase.applied(to: text)] }
        case .stripPrefix(let prefix):
            each { text in
                [text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)).trimmed : text]
            }
        case .stripSuffix(let suffix):
            each { text in
                [text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)).trimmed : text]
            }
        case .prepend(let prefix): each { text in [prefix + text] }
        case .append(let suffix): each { text in [text + suffix] }
        case .date(let format): each { text in DateFormat.read(text, format).map { [$0] } ?? [] }
        case .resolve:
            let base = base
            each { text in
                [(base.map { $0.resolving(text) } ?? WebURL(text))?.description ?? text]
            }
        case .plainText: each { text in [StrippedMarkup.of(text)] }
        }
    }

    private mutating func each(_ change: (String) -> [String]) {
        var changed: [FoundText] = []
        for found in texts {
            for text in change(found.text) where changed.count < Self.textLimit {
                changed.append(FoundText(text: text, node: found.node))
            }
        }
        texts = changed
    }
}

extension Transform {
    /// The pattern of a transform that has one.
    var pattern: String? {
        switch self {
        case .capture(let text), .captureAll(let text), .replace(let text, _): text
        default: nil
        }
    }
}

extension Transform.LetterCase {
    func applied(to text: String) -> String {
        switch self {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .title:
            text.split(separator: " ", omittingEmptySubsequences: false).map {
                $0.prefix(1).uppercased() + $0.dropFirst().lowercased()
            }.joined(separator: " ")
        }
    }
}

extension String {
    /// The parts between occurrences of a text, without white space around them or empty ones.
    func parts(between separator: String) -> [String] {
        pieces(between: separator).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// How many such parts there are.
    func partCount(between separator: String) -> Int {
        pieces(between: separator).count { piece in
            piece.utf8.contains { $0 &- 0x21 < 0x5E } || !String(piece).trimmed.isEmpty
        }
    }
}

/// Reads dates by a format.
enum DateFormat {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// The date as `2026-01-31`; nil where the text does not have the format.
    static func read(_ text: String, _ format: String) -> String? {
        var rest = Array(text.utf8)[...]
        var pattern = Array(format.utf8)[...]
        var year: Int?
        var month: Int?
        var day: Int?
        while let letter = pattern.first {
            let run = pattern.prefix { $0 == letter }.count
            switch letter {
            case UInt8(ascii: "Y"):
                guard let number = digits(&rest, run...run) else { return nil }
                year = run == 2 ? (number < 70 ? 2000 + number : 1900 + number) : number
            case UInt8(ascii: "M") where run >= 3:
                month = monthName(&rest)
                guard month != nil else { return nil }
            case UInt8(ascii: "M"):
                month = digits(&rest, run...2)
            case UInt8(ascii: "D"):
                day = digits(&rest, run...2)
            default:
                guard rest.first == letter else { return nil }
                rest.removeFirst()
                pattern.removeFirst()
                continue
            }
            pattern.removeFirst(run)
        }
        guard let year, let month, let day, rest.isEmpty else { return nil }
        return CivilDate(year: year, month: month, day: day)?.iso8601
    }

    private static func digits(_ bytes: inout ArraySlice<UInt8>, _ count: ClosedRange<Int>) -> Int?
    {
        let found = bytes.prefix(count.upperBound).prefix { $0 &- 0x30 < 10 }
        guard found.count >= count.lowerBound else { return nil }
        bytes.removeFirst(found.count)
        return Int(String(decoding: found, as: UTF8.self))
    }

    private static func monthName(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        let letters = bytes.prefix { ($0 | 0x20) &- 0x61 < 26 }
        let name = String(decoding: letters, as: UTF8.self).lowercased()
        bytes.removeFirst(letters.count)
        return name.count >= 3 ? months.firstIndex { name.hasPrefix($0) }.map { $0 + 1 } : nil
    }
}

/// Takes the HTML out of texts that stand in data.
enum StrippedMarkup {
    /// The text as a browser shows it; texts without markup come back as they are.
    static func of(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) || text.utf8.contains(UInt8(ascii: "&")),
            let document = try? Document(html: Array(text.utf8))
        else { return text }
        return document.textLines(in: 1..<document.nodeCount).map(\.text).joined(separator: "\n")
    }
}
