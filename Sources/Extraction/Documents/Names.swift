import CLexbor

/// The names of elements and attributes of one document, as small numbers.
///
/// Numbers below a bound are the HTML parser's own for the names of HTML, and so the same in every
/// document; those above are the document's.
struct Names: Sendable {
    private(set) var texts: [String]
    private var numbers: [String: UInt32]

    /// The names that every document starts from.
    static let elements = Names(count: Int(LXB_TAG__LAST_ENTRY.rawValue)) {
        almanac_lexbor_tag_name($0, &$1)
    }
    static let attributes = Names(count: Int(LXB_DOM_ATTR__LAST_ENTRY.rawValue)) {
        almanac_lexbor_attribute_name(nil, $0, &$1)
    }

    private init(
        count: Int, name: (UInt, inout Int) -> UnsafePointer<UInt8>?
    ) {
        texts = []
        numbers = [:]
        for number in 0..<count {
            var length = 0
            let bytes = name(UInt(number), &length)
            let text = String(
                decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
            texts.append(text)
            // The parser's marks for text, comments and the like are no names.
            if !text.isEmpty, !text.hasPrefix("#"), !text.hasPrefix("!") {
                numbers[text] = UInt32(number)
            }
        }
    }

    subscript(number: UInt32) -> String { texts[Int(number)] }

    func number(of name: String) -> UInt32? { numbers[name] }

    mutating func intern(_ name: String) -> UInt32 {
        if let known = numbers[name] { return known }
        let number = UInt32(texts.count)
        texts.append(name)
        numbers[name] = number
        return number
    }
}
