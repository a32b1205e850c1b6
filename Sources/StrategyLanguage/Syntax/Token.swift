/// One lexical unit of the code.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case name(String)
        case keyword(Keyword)
        case integer(Int)
        case float(Double)
        case string(String)
        /// The raw parts of an f-string: literal text and the source of each expression.
        case formattedString([FormattedPart])
        case symbol(Symbol)
        case newline, indent, dedent, end
    }

    var kind: Kind
    var position: SourcePosition
}

/// A piece of an f-string.
enum FormattedPart: Sendable, Equatable {
    case text(String)
    /// The source of a replacement field, its format after `:`, and where it begins.
    case field(source: String, format: String, position: SourcePosition)
}

/// Python's reserved words.
enum Keyword: String, Sendable, CaseIterable {
    case and, `as`, assert, `async`, `await`, `break`, `class`, `continue`, def, del, elif, `else`
    case except, `false` = "False", finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda
    case none = "None", nonlocal, not, or, pass, raise, `return`, `true` = "True", `try`, `while`
    case with, yield
}

/// Operators and punctuation, longest first where one begins another.
enum Symbol: String, Sendable, CaseIterable {
    case powerAssign = "**=", floorDivideAssign = "//=", ellipsis = "..."
    case leftShiftAssign = "<<=", rightShiftAssign = ">>="
    case power = "**", floorDivide = "//", equal = "==", notEqual = "!=", lessOrEqual = "<="
    case greaterOrEqual = ">=", arrow = "->", plusAssign = "+=", minusAssign = "-="
    case timesAssign = "*=", divideAssign = "/=", moduloAssign = "%=", andAssign = "&="
    case orAssign = "|=", xorAssign = "^=", walrus = ":=", leftShift = "<<", rightShift = ">>"
    case matrixAssign = "@="
    case plus = "+", minus = "-", times = "*", divide = "/", modulo = "%", and = "&", or = "|"
    case xor = "^", invert = "~", less = "<", greater = ">", assign = "=", leftParenthesis = "("
    case rightParenthesis = ")", leftBracket = "[", rightBracket = "]", leftBrace = "{"
    case rightBrace = "}", comma = ",", colon = ":", dot = ".", semicolon = ";", at = "@"
}
