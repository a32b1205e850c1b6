/// Marks the keywords, texts, numbers and comments of a strategy's code.
///
/// It colours and judges nothing: code that does not parse is shown as it is.
struct CodeHighlighting {
    private enum Kind: String {
        case plain = ""
        case comment = "c"
        case string = "s"
        case number = "n"
        case keyword = "k"
    }

    private let code: [Unicode.Scalar]
    private var position = 0
    private var lines: [HTML] = []
    private var line: HTML = ""

    private init(_ code: String) {
        self.code = Array(SafeText.block(code).unicodeScalars)
    }

    /// The lines of the code, each an element of its own.
    static func lines(_ code: String) -> [HTML] {
        var highlighting = CodeHighlighting(code)
        highlighting.run()
        return highlighting.lines
    }

    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "break", "continue", "def", "elif", "else", "for", "if",
        "import", "in", "is", "lambda", "not", "or", "pass", "return", "while",
    ]

    private mutating func run() {
        while position < code.count {
            let start = position
            let kind = next()
            add(String(String.UnicodeScalarView(code[start..<position])), kind)
        }
        if !line.text.isEmpty { finishLine() }
    }

    /// Steps over one piece and says what it is.
    private mutating func next() -> Kind {
        let first = code[position]
        if first == "#" {
            skip { $0 != "\n" }
            return .comment
        }
        if first == "\"" || first == "'" {
            skipString(quote: first)
            return .string
        }
        if Self.isDigit(first) {
            skip { Self.isDigit($0) || $0.properties.isAlphabetic || $0 == "." || $0 == "_" }
            return .number
        }
        if Self.isName(first) {
            let start = position
            skip { Self.isName($0) || Self.isDigit($0) }
            let word = String(String.UnicodeScalarView(code[start..<position]))
            return Self.keywords.contains(word) ? .keyword : .plain
        }
        position += 1
        skip { !Self.isName($0) && !Self.isDigit($0) && $0 != "#" && $0 != "\"" && $0 != "'" }
        return .plain
    }

    private mutating func skipString(quote: Unicode.Scalar) {
        let isTriple = code[position...].prefix(3).filter { $0 == quote }.count == 3
        position += isTriple ? 3 : 1
        while position < code.count {
            if code[position] == "\\" {
                position += 2
            } else if isTriple, code[position...].prefix(3).elementsEqual([quote, quote, quote]) {
                position += 3
                return
            } else if !isTriple, code[position] == quote {
                position += 1
                return
            } else if !isTriple, code[position] == "\n" {
                return
            } else {
                position += 1
            }
        }
        position = min(position, code.count)
    }

    private mutating func skip(while holds: (Unicode.Scalar) -> Bool) {
        while position < code.count, holds(code[position]) { position += 1 }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private mutating func add(_ text: String, _ kind: Kind) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 { finishLine() }
            guard !part.isEmpty else { continue }
            line +=
                kind == .plain
                ? "\(String(part))" : "<span class=\"\(kind.rawValue)\">\(String(part))</span>"
        }
    }

    private mutating func finishLine() {
        lines.append("<span class=\"line\">\(line)</span>")
        line = ""
    }
}
