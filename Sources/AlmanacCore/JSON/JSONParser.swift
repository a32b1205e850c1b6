extension JSON {
    /// Reads one JSON document (RFC 8259) from text.
    ///
    /// Repeated keys are refused, since two readers would disagree on which one counts.
    /// - Parameter maxDepth: How deeply arrays and objects may nest.
    /// - Throws: ``JSONSyntaxError`` with the line and column of the fault.
    /// - Complexity: O(n).
    public static func parse(_ text: String, maxDepth: Int = 64) throws(JSONSyntaxError) -> JSON {
        var parser = JSONParser(bytes: Array(text.utf8), depthLeft: maxDepth)
        return try parser.document()
    }
}

/// Where and why a text is no JSON document.
public struct JSONSyntaxError: Error, Sendable, Equatable {
    /// What is wrong.
    public var message: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in UTF-8 bytes, counted from 1.
    public var column: Int
}

private struct JSONParser {
    let bytes: [UInt8]
    var depthLeft: Int
    var position = 0

    init(bytes: [UInt8], depthLeft: Int) {
        self.bytes = bytes
        self.depthLeft = depthLeft
    }

    mutating func document() throws(JSONSyntaxError) -> JSON {
        skipSpace()
        let value = try self.value()
        skipSpace()
        if position < bytes.count { throw fault("unexpected text after the document") }
        return value
    }

    private func fault(_ message: String) -> JSONSyntaxError {
        var line = 1
        var lineStart = 0
        for index in 0..<min(position, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return JSONSyntaxError(message: message, line: line, column: position - lineStart + 1)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard let byte = current, byte == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONSyntaxError) -> JSON {
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case nil: throw fault("the document ends too early")
        case let digit? where digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9"):
            return try number()
        default: throw fault("expected a value")
        }
    }

    private mutating func word(_ text: String, _ value: JSON) throws(JSONSyntaxError) -> JSON {
        guard bytes[position...].starts(with: text.utf8) else { throw fault("expected a value") }
        position += text.utf8.count
        return value
    }

    private mutating func enter() throws(JSONSyntaxError) {
        if depthLeft == 0 { throw fault("nested too deeply") }
        depthLeft -= 1
        position += 1
        skipSpace()
    }

    private mutating func array() throws(JSONSyntaxError) -> JSON {
        try enter()
        defer { depthLeft += 1 }
        var elements: [JSON] = []
        if take("]") { return .array(elements) }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take("]") { return .array(elements) }
            if !take(",") { throw fault("expected ',' or ']'") }
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSON {
        try enter()
        defer { depthLeft += 1 }
        var members = JSONObject()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            if current != UInt8(ascii: "\"") { throw fault("expected a key in double quotes") }
            let key = try string()
            if members[key] != nil { throw fault("the key \"\(key)\" occurs twice") }
            skipSpace()
            if !take(":") { throw fault("expected ':'") }
            skipSpace()
            members[key] = try value()
            skipSpace()
            if take("}") { return .object(members) }
            if !take(",") { throw fault("expected ',' or '}'") }
        }
    }

    private mutating func number() throws(JSONSyntaxError) -> JSON {
        let start = position
        var isWhole = true
        _ = take("-")
        let firstDigit = position
        skipDigits()
        if position == firstDigit { throw fault("expected a digit") }
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            throw fault("a number must not start with 0")
        }
        if take(".") {
            isWhole = false
            let before = position
            skipDigits()
            if position == before { throw fault("expected a digit after '.'") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            let before = position
            skipDigits()
            if position == before { throw fault("expected a digit in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw fault("the number is too large")
        }
        return .number(value)
    }

    private mutating func skipDigits() {
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            position += 1
        }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let valid = String(validating: text, as: UTF8.self) else {
                    throw fault("the string is not valid UTF-8")
                }
                return valid
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20:
                throw fault("a control character in a string must be escaped")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw fault("the string is not closed")
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        guard let letter = current else { throw fault("the string is not closed") }
        if letter == UInt8(ascii: "u") {
            position += 1
            var code = UInt32(try hexUnit())
            if (0xD800..<0xDC00).contains(code) {
                guard take("\\"), take("u") else { throw fault("half of a surrogate pair") }
                let low = UInt32(try hexUnit())
                guard (0xDC00..<0xE000).contains(low) else {
                    throw fault("half of a surrogate pair")
                }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair") }
            text.append(contentsOf: String(scalar).utf8)
            return
        }
        guard let byte = Self.escapes[letter] else { throw fault("unknown escape") }
        text.append(byte)
        position += 1
    }

    private mutating func hexUnit() throws(JSONSyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count,
            bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-"),
            let unit = UInt16(
                String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw fault("expected four hexadecimal digits") }
        position += 4
        return unit
    }
}
