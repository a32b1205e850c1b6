/// Finds the records of a JSON file without reading them: its lines, or an array's elements.
struct JSONRecordScanner {
    /// Why bytes are no list of records, as the end of a sentence.
    struct Fault: Error {
        let reason: String
    }

    private let bytes: [UInt8]
    private var position: Int
    private var form: Form

    private enum Form { case lines, firstElement, elements, over }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        form = .lines
        let first = bytes[position...].firstIndex { !Self.isSpace($0) }
        if let first, bytes[first] == UInt8(ascii: "[") {
            position = first + 1
            form = .firstElement
        }
    }

    /// Where the next record stands, empty for an empty line; nil at the end.
    mutating func next() throws(Fault) -> Range<Int>? {
        switch form {
        case .lines: return line()
        case .firstElement, .elements: return try element()
        case .over: return nil
        }
    }

    private mutating func line() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        let start = bytes[position..<end].firstIndex { !Self.isSpace($0) } ?? end
        position = end + 1
        return start..<end
    }

    private mutating func element() throws(Fault) -> Range<Int>? {
        skipSpace()
        guard position < bytes.count else { throw Fault(reason: "is cut off: ']' is missing") }
        if bytes[position] == UInt8(ascii: "]") {
            position += 1
            skipSpace()
            guard position == bytes.count else { throw Fault(reason: "stands after the array") }
            form = .over
            return nil
        }
        if form == .elements {
            guard bytes[position] == UInt8(ascii: ",") else {
                throw Fault(reason: "is not separated by ','")
            }
            position += 1
            skipSpace()
        }
        form = .elements
        let start = position
        try skipValue()
        return start..<position
    }

    /// Goes on to the comma or bracket that ends a value of the array.
    private mutating func skipValue() throws(Fault) {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return
            default: break
            }
            position += 1
        }
        throw Fault(reason: "is cut off")
    }

    /// Goes on to a string's closing quote.
    private mutating func skipString() throws(Fault) {
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        if position >= bytes.count { throw Fault(reason: "is cut off in a text") }
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
