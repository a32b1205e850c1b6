extension Parser {
    /// One expression, or several with commas between them, which make a tuple.
    mutating func expressionList() throws(Abandon) -> Expression {
        let first = try expression()
        guard current.kind == .symbol(.comma) else { return first }
        var elements = [first]
        while take(.comma) {
            if startsExpression { elements.append(try expression()) } else { break }
        }
        return Expression(.tuple(elements), at: first.position)
    }

    /// The targets of a `for`: names, perhaps in brackets.
    mutating func targetList() throws(Abandon) -> Expression {
        let position = current.position
        var elements: [Expression] = []
        var isTuple = false
        repeat {
            if take(.leftParenthesis) {
                let inner = try deeper { parser throws(Abandon) in try parser.targetList() }
                elements.append(inner)
                try expect(.rightParenthesis, in: "the loop's names")
            } else {
                let place = current.position
                elements.append(Expression(.name(try name(for: "the loop variable")), at: place))
            }
            if current.kind != .symbol(.comma) { break }
            isTuple = true
            advance()
        } while current.kind != .keyword(.in)
        return isTuple ? Expression(.tuple(elements), at: position) : elements[0]
    }

    private var startsExpression: Bool {
        switch current.kind {
        case .name, .integer, .float, .string, .formattedString: true
        case .keyword(let word): [.not, .lambda, .true, .false, .none].contains(word)
        case .symbol(let symbol):
            [.leftParenthesis, .leftBracket, .leftBrace, .minus, .plus, .invert].contains(symbol)
        default: false
        }
    }

    /// One expression: a lambda, a conditional expression, or what stands below them.
    mutating func expression() throws(Abandon) -> Expression {
        try deeper { parser throws(Abandon) in
            let position = parser.current.position
            if parser.take(.lambda) {
                let parameters = try parser.parameterList(until: .colon, allowsAnnotations: false)
                try parser.expect(.colon, in: "the lambda")
                return Expression(.lambda(parameters, try parser.expression()), at: position)
            }
            let value = try parser.logicalOr()
            if parser.current.kind == .symbol(.walrus) {
                throw parser.fault(
                    "':=' is not part of the language", code: .unsupported,
                    hint: "assign on a line of its own")
            }
            guard parser.take(.if) else { return value }
            let condition = try parser.logicalOr()
            try parser.expect(.else, in: "the conditional expression")
            let otherwise = try parser.expression()
            return Expression(
                .conditional(condition: condition, then: value, otherwise: otherwise),
                at: position)
        }
    }

    private mutating func logicalOr() throws(Abandon) -> Expression {
        let first = try logicalAnd()
        guard current.kind == .keyword(.or) else { return first }
        var operands = [first]
        while take(Keyword.or) { operands.append(try logicalAnd()) }
        return Expression(.logical(isAnd: false, operands), at: first.position)
    }

    private mutating func logicalAnd() throws(Abandon) -> Expression {
        let first = try logicalNot()
        guard current.kind == .keyword(.and) else { return first }
        var operands = [first]
        while take(Keyword.and) { operands.append(try logicalNot()) }
        return Expression(.logical(isAnd: true, operands), at: first.position)
    }

    private mutating func logicalNot() throws(Abandon) -> Expression {
        let position = current.position
        guard take(.not) else { return try comparison() }
        return try deeper { parser throws(Abandon) in
            Expression(.unary(.not, try parser.logicalNot()), at: position)
        }
    }

    private static let comparisons: [Symbol: ComparisonOperator] = [
        .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
        .greaterOrEqual: .greaterOrEqual, .equal: .equal, .notEqual: .notEqual,
    ]

    private mutating func comparison() throws(Abandon) -> Expression {
        let first = try binary(level: 0)
        var links: [(ComparisonOperator, Expression)] = []
        while let link = takeComparison() { links.append((link, try binary(level: 0))) }
        return links.isEmpty ? first : Expression(.comparison(first, links), at: first.position)
    }

    private mutating func takeComparison() -> ComparisonOperator? {
        switch current.kind {
        case .symbol(let symbol):
            guard let comparison = Self.comparisons[symbol] else { return nil }
            advance()
            return comparison
        case .keyword(.in):
            advance()
            return .isIn
        case .keyword(.is):
            advance()
            return take(.not) ? .isNotIdentical : .isIdentical
        case .keyword(.not) where peek(1).kind == .keyword(.in):
            advance()
            advance()
            return .isNotIn
        default: return nil
        }
    }

    /// Binary operators by strength, weakest first; all group to the left.
    private static let levels: [[Symbol: BinaryOperator]] = [
        [.or: .or], [.xor: .xor], [.and: .and], [.plus: .add, .minus: .subtract],
        [
            .times: .multiply, .divide: .divide, .floorDivide: .floorDivide, .modulo: .modulo,
        ],
    ]

    private mutating func binary(level: Int) throws(Abandon) -> Expression {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level: level + 1)
        while case .symbol(let symbol) = current.kind {
            if symbol == .leftShift || symbol == .rightShift || symbol == .at {
                throw fault(
                    "'\(symbol.rawValue)' is not part of the language", code: .unsupported)
            }
            guard let operation = Self.levels[level][symbol] else { break }
            let position = current.position
            advance()
            left = try limited(
                Expression(
                    .binary(operation, left, try binary(level: level + 1)),
                    at: level < 3 ? position : left.position))
        }
        return left
    }

    private static let signs: [Symbol: UnaryOperator] = [
        .plus: .plus, .minus: .minus, .invert: .invert,
    ]

    private mutating func unary() throws(Abandon) -> Expression {
        let position = current.position
        if case .symbol(let symbol) = current.kind, let sign = Self.signs[symbol] {
            advance()
            return try deeper { parser throws(Abandon) in
                Expression(.unary(sign, try parser.unary()), at: position)
            }
        }
        let base = try postfix()
        guard take(.power) else { return base }
        return try deeper { parser throws(Abandon) in
            Expression(.binary(.power, base, try parser.unary()), at: position)
        }
    }

    private mutating func postfix() throws(Abandon) -> Expression {
        var value = try atom()
        while case .symbol(let symbol) = current.kind {
            let position = current.position
            guard [.dot, .leftParenthesis, .leftBracket].contains(symbol) else { return value }
            switch symbol {
            case .dot:
                advance()
                value = try limited(
                    Expression(.attribute(value, try name(for: "an attribute")), at: position))
            case .leftParenthesis:
                advance()
                let arguments = try argumentList()
                value = try limited(Expression(.call(value, arguments), at: value.position))
            case .leftBracket:
                advance()
                let index = try subscriptIndex()
                try expect(.rightBracket, in: "the subscript")
                value = try limited(Expression(.subscripted(value, index), at: value.position))
            default: return value
            }
        }
        return value
    }

    private mutating func argumentList() throws(Abandon) -> [Argument] {
        var arguments: [Argument] = []
        while current.kind != .symbol(.rightParenthesis) {
            if take(.times) || take(.power) {
                arguments.append(
                    Argument(name: nil, value: try expression(), isSpread: true))
                if !take(.comma) { break }
                continue
            }
            if case .name(let keyword) = current.kind, peek(1).kind == .symbol(.assign) {
                advance()
                advance()
                arguments.append(Argument(name: keyword, value: try expression()))
            } else {
                let value = try expression()
                if current.kind == .keyword(.for) {
                    let clauses = try comprehensionClauses()
                    arguments.append(
                        Argument(
                            name: nil,
                            value: Expression(
                                .comprehension(value, clauses), at: value.position)))
                } else {
                    if arguments.last?.name != nil {
                        throw fault(
                            "a positional argument stands after a keyword argument",
                            at: value.position)
                    }
                    arguments.append(Argument(name: nil, value: value))
                }
            }
            if !take(.comma) { break }
        }
        try expect(.rightParenthesis, in: "the call's arguments")
        return arguments
    }

    private mutating func subscriptIndex() throws(Abandon) -> Expression {
        let first = try sliceOrExpression()
        guard current.kind == .symbol(.comma) else { return first }
        var elements = [first]
        while take(.comma) {
            if current.kind == .symbol(.rightBracket) { break }
            elements.append(try sliceOrExpression())
        }
        return Expression(.tuple(elements), at: first.position)
    }

    private mutating func sliceOrExpression() throws(Abandon) -> Expression {
        let position = current.position
        var parts: [Expression?] = [nil]
        if current.kind != .symbol(.colon) { parts[0] = try expression() }
        guard current.kind == .symbol(.colon) else {
            guard let only = parts[0] else { throw fault("expected an index") }
            return only
        }
        while take(.colon) && parts.count < 3 {
            parts.append(startsExpression ? try expression() : nil)
        }
        while parts.count < 3 { parts.append(nil) }
        return Expression(.slice(parts[0], parts[1], parts[2]), at: position)
    }

    mutating func comprehensionClauses() throws(Abandon) -> [ComprehensionClause] {
        var clauses: [ComprehensionClause] = []
        while take(.for) {
            let target = try targetList()
            try expect(.in, in: "the comprehension")
            let iterable = try logicalOr()
            var conditions: [Expression] = []
            while take(.if) { conditions.append(try logicalOr()) }
            clauses.append(
                ComprehensionClause(target: target, iterable: iterable, conditions: conditions))
        }
        return clauses
    }
}
