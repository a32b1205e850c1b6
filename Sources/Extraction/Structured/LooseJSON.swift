import AlmanacCore

/// Reads JSON as it stands in pages: with comments, control characters, trailing commas, and in
/// scripts with unquoted keys, single quotes and JavaScript's constants.
///
/// Values that only a program could compute are refused, never guessed.
struct LooseJSON {
    private let bytes: ArraySlice<UInt8>
    private(set) var at: Int
    private var depth = 0

    /// Deepest nesting that is read.
    static let depthLimit = 200

    /// Why a text is no value.
    struct Fault: Error {}

    init(_ bytes: ArraySlice<UInt8>, at start: Int? = nil) {
        self.bytes = bytes
        at = start ?? bytes.startIndex
    }

    /// The values of a text that holds nothing else; several in a row are given as they come.
    static func values(in bytes: ArraySlice<UInt8>) -> [JSON]? {
        var reader = LooseJSON(bytes)
        var values: [JSON] = []
        do {
            try reader.skipBlank()
            while reader.peek != nil {
                values.append(try reader.value())
                try reader.skipBlank()
                while reader.peek == UInt8(ascii: ";") || reader.peek == UInt8(ascii: ",") {
                    reader.at += 1
                    try reader.skipBlank()
                }
            }
        } catch {
            return nil
        }
        return values
    }

    var peek: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

    mutating func value() throws(Fault) -> JSON {
        try skipBlank()
        guard let first = peek else { throw Fault() }
        switch first {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return .string(try string())
        case UInt8(ascii: "-"), 0x30...0x39, UInt8(ascii: "."): return try number()
        default: return try constant()
        }
    }

    private mutating func object() throws(Fault) -> JSON {
        try descend()
        defer { depth -= 1 }
        var object = JSONObject()
        while true {
            try skipBlank()
            if take("}") { return .object(object) }
            let key = try key()
            try skipBlank()
            guard take(":") else { throw Fault() }
            object[key] = try value()
            try skipBlank()
            if take(",") { continue }
            guard take("}") else { throw Fault() }
            return .object(object)
        }
    }

    private mutating func array() throws(Fault) -> JSON {
        try descend()
        defer { depth -= 1 }
        var elements: [JSON] = []
        while true {
            try skipBlank()
            if take("]") { return .array(elements) }
            elements.append(try value())
            try skipBlank()
            if take(",") { continue }
            guard take("]") else { throw Fault() }
            return .array(elements)
        }
    }

    private mutating func descend() throws(Fault) {
        at += 1
        depth += 1
        if depth > Self.depthLimit { throw Fault() }
    }

    private mutating func key() throws(Fault) -> String {
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
        let start = at
        while let next = peek, Self.isNameByte(next) { at += 1 }
        guard at > start else { throw Fault() }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    private mutating func number() throws(Fault) -> JSON {
        let start = at
        while let next = peek,
            Self.isNameByte(next) || next == UInt8(ascii: "-")
                || next == UInt8(ascii: "+") || next == UInt8(ascii: ".")
        { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if let whole = Int(text) { return .integer(whole) }
        guard let value = Double(text), value.isFinite else { throw Fault() }
        return .number(value)
    }

    private mutating func constant() throws(Fault) -> JSON {
        let constants: [(String, JSON)] = [
            ("true", .bool(true)), ("false", .bool(false)), ("null", .null), ("undefined", .null),
            ("NaN", .null), ("!0", .bool(true)), ("!1", .bool(false)), ("void 0", .null),
        ]
        for (text, value) in constants where bytes[at...].starts(with: text.utf8) {
            at += text.utf8.count
            if let next = peek, Self.isNameByte(next) { throw Fault() }
            return value
        }
        throw Fault()
    }

    private mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, peek == byte else { return false }
        at += 1
        return true
    }

    /// Skips white space, comments, and the marks that hide scripts from ancient browsers.
    mutating func skipBlank() throws(Fault) {
        while let next = peek {
            if next <= 0x20 {
                at += 1
            } else if starts("//") {
                // Where the mark of a section shares the line with data, only the mark is skipped.
                let isSection = starts("//<![CDATA[") || starts("// <![CDATA[") || starts("//]]>")
                at = isSection ? at + 2 : bytes[at...].firstIndex(of: 0x0A) ?? bytes.endIndex
            } else if starts("<!--") {
                // A mark that hides a script from ancient browsers has no end on its line.
                at += 4
                let line = bytes[at...].prefix { $0 != 0x0A }
                if let end = Self.commentEnd(line) { at = end }
            } else if starts("-->") {
                at += 3
            } else if starts("/*") {
                at += 2
                while at < bytes.endIndex, !starts("*/") { at += 1 }
                at = min(at + 2, bytes.endIndex)
            } else if starts("<![CDATA[") {
                at += 9
            } else if starts("]]>") {
                at += 3
            } else {
                return
            }
        }
    }

    private static func commentEnd(_ line: ArraySlice<UInt8>) -> Int? {
        let mark = Array("-->".utf8)
        return line.indices.first { line[$0...].starts(with: mark) }.map { $0 + mark.count }
    }

    private func starts(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }
}

extension LooseJSON {
    /// Reads a quoted text; control characters in it are taken as they stand.
    mutating func string() throws(Fault) -> String {
        guard let quote = peek else { throw Fault() }
        at += 1
        var output: [UInt8] = []
        while let next = peek {
            at += 1
            if next == quote { return String(decoding: output, as: UTF8.self) }
            if next == UInt8(ascii: "\\") {
                try escape(into: &output)
            } else {
                // Text that is put together at run time is no data.
                if quote == UInt8(ascii: "`"), next == UInt8(ascii: "$"), peek == UInt8(ascii: "{")
                {
                    throw Fault()
                }
                output.append(next)
            }
        }
        throw Fault()
    }

    private mutating func escape(into output: inout [UInt8]) throws(Fault) {
        guard let next = peek else { throw Fault() }
        at += 1
        switch next {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "x"): append(try hexadecimal(2), to: &output)
        case 0x0A: break
        case UInt8(ascii: "u"):
            var value = try hexadecimal(4)
            if value & 0xFC00 == 0xD800, at + 1 < bytes.endIndex, bytes[at] == UInt8(ascii: "\\"),
                bytes[at + 1] == UInt8(ascii: "u")
            {
                let before = at
                at += 2
                let low = try hexadecimal(4)
                if low & 0xFC00 == 0xDC00 {
                    value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                } else {
                    at = before
                }
            }
            append(value, to: &output)
        default: output.append(next)
        }
    }

    private func append(_ value: UInt32, to output: inout [UInt8]) {
        output += Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }

    private mutating func hexadecimal(_ count: Int) throws(Fault) -> UInt32 {
        guard at + count <= bytes.endIndex,
            let value = UInt32(String(decoding: bytes[at..<at + count], as: UTF8.self), radix: 16)
        else { throw Fault() }
        at += count
        return value
    }
}
