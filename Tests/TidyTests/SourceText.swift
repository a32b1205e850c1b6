/// One Swift file as the rules see it: its lines as written, and its code without the rest.
struct SourceText: Sendable {
    /// The path from the package's root.
    var path: String
    /// The lines as written.
    var lines: [String]
    /// The same lines with comments and the contents of strings replaced by spaces.
    ///
    /// Code inside an interpolation stays. A rule that looks for calls thus never trips over prose.
    var code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var scanner = CodeScanner(bytes: Array(text.utf8))
        scanner.scan(until: nil)
        code = String(decoding: scanner.output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The target that the file belongs to: the folder below `Sources` or `Tests`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && ["Sources", "Tests"].contains(parts[0]) ? String(parts[1]) : nil
    }

    /// Whether the file is part of the product.
    var isSource: Bool { path.hasPrefix("Sources/") }

    /// A finding in one of the lines, counted from 0.
    func finding(_ index: Int, _ message: String) -> Finding {
        Finding(path: path, line: index + 1, message: message)
    }
}

/// A place that breaks a rule.
struct Finding: Sendable, Equatable, CustomStringConvertible {
    var path: String
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// Copies Swift text, putting spaces where comments and strings are.
private struct CodeScanner {
    let bytes: [UInt8]
    var position = 0
    var output: [UInt8] = []

    init(bytes: [UInt8]) {
        self.bytes = bytes
        output.reserveCapacity(bytes.count)
    }

    /// Scans code up to the parenthesis that closes an interpolation, or to the end.
    mutating func scan(until close: UInt8?) {
        var depth = 0
        while position < bytes.count {
            if starts(with: "//") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
            } else if starts(with: "/*") {
                blockComment()
            } else if let hashes = stringOpening() {
                string(hashes: hashes)
            } else {
                let byte = bytes[position]
                if close != nil, byte == UInt8(ascii: "(") { depth += 1 }
                if byte == close {
                    if depth == 0 { return }
                    depth -= 1
                }
                output.append(byte)
                position += 1
            }
        }
    }

    private func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        let start = position + offset
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<min(count, bytes.count - position) {
            output.append(bytes[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : 0x20)
            position += 1
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < bytes.count
    }

    /// How many hash signs open the string that starts here, or nil where none does.
    private func stringOpening() -> Int? {
        var hashes = 0
        while position + hashes < bytes.count, bytes[position + hashes] == UInt8(ascii: "#") {
            hashes += 1
        }
        return starts(with: "\"", at: hashes) ? hashes : nil
    }

    private mutating func string(hashes: Int) {
        blank(hashes)
        let isMultiline = starts(with: "\"\"\"")
        let quotes = isMultiline ? 3 : 1
        keepQuote(quotes)
        while position < bytes.count {
            let closesHere = isMultiline ? starts(with: "\"\"\"") : starts(with: "\"")
            if closesHere, hashesFollow(hashes, at: quotes) {
                keepQuote(quotes)
                blank(hashes)
                return
            }
            if starts(with: "\\"), hashesFollow(hashes, at: 1) {
                blank(1 + hashes)
                if starts(with: "(") {
                    blank()
                    scan(until: UInt8(ascii: ")"))
                }
                blank()
            } else {
                if !isMultiline, starts(with: "\n") { return }
                blank()
            }
        }
    }

    /// One quotation mark stays at each end, so that an empty pair still reads as a value.
    private mutating func keepQuote(_ count: Int) {
        output.append(UInt8(ascii: "\""))
        position += 1
        blank(count - 1)
    }

    private func hashesFollow(_ count: Int, at offset: Int) -> Bool {
        (0..<count).allSatisfy { starts(with: "#", at: offset + $0) }
    }
}
