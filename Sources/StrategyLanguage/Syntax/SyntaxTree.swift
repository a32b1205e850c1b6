/// An expression and where it begins.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case name(String)
        case integer(Int)
        case float(Double)
        case string(String)
        case formattedString([FormattedPiece])
        case bool(Bool)
        case none
        case list([Expression])
        case tuple([Expression])
        case dictionary([(key: Expression, value: Expression)])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case logical(isAnd: Bool, [Expression])
        case comparison(Expression, [(ComparisonOperator, Expression)])
        case call(Expression, [Argument])
        case attribute(Expression, String)
        case subscripted(Expression, Expression)
        case slice(Expression?, Expression?, Expression?)
        case conditional(condition: Expression, then: Expression, otherwise: Expression)
        case lambda([Parameter], Expression)
        case comprehension(Expression, [ComprehensionClause])
        case dictionaryComprehension(key: Expression, value: Expression, [ComprehensionClause])
    }

    var kind: Kind
    var position: SourcePosition

    init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
    }
}

/// A piece of a parsed f-string.
enum FormattedPiece: Sendable {
    case text(String)
    case field(Expression, format: String)
}

/// One argument of a call; the name is set where it is passed by keyword.
struct Argument: Sendable {
    var name: String?
    var value: Expression
    /// Whether `*` or `**` stands before it: a list of positional arguments, or a dictionary of
    /// named ones.
    var isSpread = false
}

/// One parameter of a function or lambda.
struct Parameter: Sendable {
    var name: String
    var defaultValue: Expression?
}

/// One `for target in iterable if condition…` of a comprehension.
struct ComprehensionClause: Sendable {
    var target: Expression
    var iterable: Expression
    var conditions: [Expression]
}

enum UnaryOperator: String, Sendable { case plus = "+", minus = "-", invert = "~", not = "not" }

enum BinaryOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//"
    case modulo = "%", power = "**", and = "&", or = "|", xor = "^"
}

enum ComparisonOperator: String, Sendable {
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", equal = "=="
    case notEqual = "!=", isIdentical = "is", isNotIdentical = "is not", isIn = "in"
    case isNotIn = "not in"
}

/// A statement and where it begins.
struct Statement: Sendable {
    indirect enum Kind: Sendable {
        case function(FunctionDefinition)
        case assign(targets: [Expression], value: Expression)
        case augmentedAssign(target: Expression, BinaryOperator, value: Expression)
        case expression(Expression)
        case conditional(condition: Expression, then: [Statement], otherwise: [Statement])
        case loop(target: Expression, iterable: Expression, body: [Statement])
        case giveBack(Expression?)
        case pass, breakLoop, continueLoop
        /// Each imported module or member and the name it is bound to.
        case importNames([(path: String, boundName: String)])
        case assert(Expression, message: Expression?)
        case raise(Expression?)
        case attempt([Statement])
    }

    var kind: Kind
    var position: SourcePosition

    init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
    }
}

/// A `def`.
struct FunctionDefinition: Sendable {
    var name: String
    var parameters: [Parameter]
    var body: [Statement]
}
