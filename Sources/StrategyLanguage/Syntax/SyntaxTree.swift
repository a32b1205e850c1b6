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
        /// The members; one without a key is another dictionary that `**` spreads.
        case dictionary([(key: Expression?, value: Expression)])
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

    let kind: Kind
    let position: SourcePosition
    /// How many expressions stand in each other at most; walks through the tree go as deep.
    let height: Int

    init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
        height = kind.innerHeight + 1
    }
}

extension Expression.Kind {
    /// The height of the highest expression inside.
    fileprivate var innerHeight: Int {
        switch self {
        case .name, .integer, .float, .string, .bool, .none: 0
        case .formattedString(let pieces):
            pieces.reduce(0) { height, piece in
                if case .field(let field, _) = piece { max(height, field.height) } else { height }
            }
        case .list(let elements), .tuple(let elements), .logical(_, let elements):
            Self.height(elements)
        case .dictionary(let members):
            members.reduce(0) { max($0, $1.key?.height ?? 0, $1.value.height) }
        case .unary(_, let operand), .attribute(let operand, _): operand.height
        case .binary(_, let left, let right), .subscripted(let left, let right):
            max(left.height, right.height)
        case .comparison(let first, let links):
            links.reduce(first.height) { max($0, $1.1.height) }
        case .call(let callee, let arguments):
            arguments.reduce(callee.height) { max($0, $1.value.height) }
        case .slice(let low, let high, let step): Self.height([low, high, step].compactMap { $0 })
        case .conditional(let condition, let then, let otherwise):
            Self.height([condition, then, otherwise])
        case .lambda(_, let body): body.height
        case .comprehension(let element, let clauses): max(element.height, Self.height(clauses))
        case .dictionaryComprehension(let key, let value, let clauses):
            max(key.height, value.height, Self.height(clauses))
        }
    }

    private static func height(_ clauses: [ComprehensionClause]) -> Int {
        clauses.reduce(0) { max($0, $1.iterable.height, height($1.conditions)) }
    }

    private static func height(_ expressions: [Expression]) -> Int {
        expressions.reduce(0) { max($0, $1.height) }
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
