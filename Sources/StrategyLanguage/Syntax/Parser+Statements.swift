extension Parser {
    /// One logical line, which may hold several statements, or one compound statement.
    mutating func statement() throws(Abandon) -> [Statement] {
        let position = current.position
        switch current.kind {
        case .keyword(.def): return [try functionDefinition()]
        case .keyword(.if):
            advance()
            return [try conditional(at: position)]
        case .keyword(.for): return [try loop()]
        case .keyword(.try): return [try attempt()]
        case .keyword(let word) where Self.refused[word] != nil:
            let (message, hint) = Self.refused[word] ?? ("", "")
            throw fault(message, code: .unsupported, hint: hint)
        case .symbol(.at):
            throw fault(
                "decorators are not part of the language", code: .unsupported,
                hint: "remove the line; a helper is a plain def")
        case .indent:
            throw fault("this line is indented deeper than the one before it")
        case .newline:
            advance()
            return []
        default: return try simpleLine()
        }
    }

    private static let refused: [Keyword: (String, String)] = [
        .while: (
            "'while' loops are not part of the language",
            "loop over range(…) or over the bars: for i in range(1, len(df))"
        ),
        .class: ("classes are not part of the language", "write a plain function"),
        .with: ("'with' is not part of the language", "strategies do no input or output"),
        .async: ("'async' is not part of the language", "write a plain function"),
        .await: ("'await' is not part of the language", "write a plain function"),
        .global: ("'global' is not part of the language", "pass the value as an argument"),
        .nonlocal: ("'nonlocal' is not part of the language", "pass the value as an argument"),
        .del: ("'del' is not part of the language", "leave the name; unused work is dropped"),
        .yield: ("'yield' is not part of the language", "return a list"),
    ]

    private mutating func simpleLine() throws(Abandon) -> [Statement] {
        var statements = [try simpleStatement()]
        while take(.semicolon) {
            if current.kind == .newline { break }
            statements.append(try simpleStatement())
        }
        if current.kind == .end { return statements }
        guard current.kind == .newline else {
            throw fault("expected the end of the line, found \(describe(current))")
        }
        advance()
        return statements
    }

    private mutating func simpleStatement() throws(Abandon) -> Statement {
        let position = current.position
        switch current.kind {
        case .keyword(.pass):
            advance()
            return Statement(.pass, at: position)
        case .keyword(.break):
            advance()
            return Statement(.breakLoop, at: position)
        case .keyword(.continue):
            advance()
            return Statement(.continueLoop, at: position)
        case .keyword(.return):
            advance()
            let value = endsStatement ? nil : try expressionList()
            return Statement(.giveBack(value), at: position)
        case .keyword(.raise):
            advance()
            let value = endsStatement ? nil : try expression()
            if take(.from) { _ = try expression() }
            return Statement(.raise(value), at: position)
        case .keyword(.assert):
            advance()
            let condition = try expression()
            let message = take(.comma) ? try expression() : nil
            return Statement(.assert(condition, message: message), at: position)
        case .keyword(.import), .keyword(.from): return try importStatement()
        case .keyword(let word) where Self.refused[word] != nil:
            let (message, hint) = Self.refused[word] ?? ("", "")
            throw fault(message, code: .unsupported, hint: hint)
        default: return try assignmentOrExpression()
        }
    }

    private var endsStatement: Bool {
        [.newline, .end, .symbol(.semicolon)].contains(current.kind)
    }

    private static let augmented: [Symbol: BinaryOperator] = [
        .plusAssign: .add, .minusAssign: .subtract, .timesAssign: .multiply,
        .divideAssign: .divide, .floorDivideAssign: .floorDivide, .moduloAssign: .modulo,
        .powerAssign: .power, .andAssign: .and, .orAssign: .or, .xorAssign: .xor,
    ]

    private mutating func assignmentOrExpression() throws(Abandon) -> Statement {
        let position = current.position
        let first = try expressionList()
        if case .symbol(let symbol) = current.kind, let operation = Self.augmented[symbol] {
            advance()
            try checkTarget(first, allowsTuple: false)
            return Statement(
                .augmentedAssign(target: first, operation, value: try expressionList()),
                at: position)
        }
        if take(.colon) {
            _ = try expression()
            try checkTarget(first, allowsTuple: false)
            guard take(.assign) else { return Statement(.pass, at: position) }
            return Statement(.assign(targets: [first], value: try expressionList()), at: position)
        }
        var parts = [first]
        while take(.assign) { parts.append(try expressionList()) }
        guard parts.count > 1 else { return Statement(.expression(first), at: position) }
        let value = parts.removeLast()
        for target in parts { try checkTarget(target, allowsTuple: true) }
        return Statement(.assign(targets: parts, value: value), at: position)
    }

    private mutating func checkTarget(
        _ target: Expression, allowsTuple: Bool
    ) throws(Abandon) {
        switch target.kind {
        case .name, .subscripted, .attribute: return
        case .tuple(let elements) where allowsTuple:
            for element in elements { try checkTarget(element, allowsTuple: true) }
        case .list(let elements) where allowsTuple:
            for element in elements { try checkTarget(element, allowsTuple: true) }
        default:
            throw fault(
                "this cannot be assigned to", hint: "to compare, write '=='", at: target.position)
        }
    }

    private mutating func importStatement() throws(Abandon) -> Statement {
        let position = current.position
        var names: [(path: String, boundName: String)] = []
        if take(.import) {
            repeat {
                let path = try dottedName()
                let first = String(path.prefix { $0 != "." })
                let alias = take(.as) ? try name(for: "the import") : nil
                names.append((alias == nil ? first : path, alias ?? first))
            } while take(.comma)
            return Statement(.importNames(names), at: position)
        }
        advance()
        let module = try dottedName()
        try expect(.import, in: "the import")
        let isBracketed = take(.leftParenthesis)
        repeat {
            if isBracketed && current.kind == .symbol(.rightParenthesis) { break }
            if current.kind == .symbol(.times) {
                throw fault(
                    "'import *' is not part of the language", code: .unsupported,
                    hint: "import the module: import \(module)")
            }
            let member = try name(for: "the import")
            let alias = take(.as) ? try name(for: "the import") : member
            names.append(("\(module).\(member)", alias))
        } while take(.comma)
        if isBracketed { try expect(.rightParenthesis, in: "the import") }
        return Statement(.importNames(names), at: position)
    }

    private mutating func dottedName() throws(Abandon) -> String {
        var path = try name(for: "a module")
        while take(.dot) { path += "." + (try name(for: "a module")) }
        return path
    }

    /// The statements after a colon: on the same line, or as an indented block.
    mutating func block(of what: String) throws(Abandon) -> [Statement] {
        if !take(.colon) {
            let abandon = fault("expected ':' in \(what), found \(describe(current))")
            // Where only the colon is missing, the block is read all the same.
            guard current.kind == .newline && peek(1).kind == .indent else { throw abandon }
        }
        guard current.kind == .newline else { return try simpleLine() }
        advance()
        guard current.kind == .indent else {
            throw fault("expected an indented block after \(what)")
        }
        advance()
        return try deeper { parser throws(Abandon) in
            var statements: [Statement] = []
            while parser.current.kind != .dedent && parser.current.kind != .end {
                parser.recovering { parser throws(Abandon) in
                    statements += try parser.statement()
                }
            }
            if parser.current.kind == .dedent { parser.advance() }
            return statements
        }
    }

    private mutating func conditional(at position: SourcePosition) throws(Abandon) -> Statement {
        let condition = try expression()
        let then = try block(of: "'if'")
        var otherwise: [Statement] = []
        let next = current.position
        if take(.elif) {
            otherwise = [
                try deeper { parser throws(Abandon) in try parser.conditional(at: next) }
            ]
        } else if take(.else) {
            otherwise = try block(of: "'else'")
        }
        return Statement(
            .conditional(condition: condition, then: then, otherwise: otherwise), at: position)
    }

    private mutating func loop() throws(Abandon) -> Statement {
        let position = current.position
        advance()
        let target = try targetList()
        try expect(.in, in: "'for'")
        let iterable = try expressionList()
        let body = try block(of: "'for'")
        if current.kind == .keyword(.else) {
            throw fault(
                "'else' after 'for' is not part of the language", code: .unsupported,
                hint: "write the statements after the loop")
        }
        return Statement(.loop(target: target, iterable: iterable, body: body), at: position)
    }

    private mutating func attempt() throws(Abandon) -> Statement {
        let position = current.position
        advance()
        var body = try block(of: "'try'")
        while take(.except) {
            if current.kind != .symbol(.colon) {
                _ = try expression()
                if take(.as) { _ = try name(for: "the exception") }
            }
            _ = try block(of: "'except'")
        }
        if take(.else) { body += try block(of: "'else'") }
        if take(.finally) { body += try block(of: "'finally'") }
        return Statement(.attempt(body), at: position)
    }

    private mutating func functionDefinition() throws(Abandon) -> Statement {
        let position = current.position
        advance()
        let functionName = try name(for: "the function")
        try expect(.leftParenthesis, in: "the function's parameters")
        let parameters = try parameterList(until: .rightParenthesis, allowsAnnotations: true)
        try expect(.rightParenthesis, in: "the function's parameters")
        if take(.arrow) { _ = try expression() }
        let body = try block(of: "'def'")
        return Statement(
            .function(
                FunctionDefinition(name: functionName, parameters: parameters, body: body)),
            at: position)
    }

    mutating func parameterList(
        until end: Symbol, allowsAnnotations: Bool
    ) throws(Abandon) -> [Parameter] {
        var parameters: [Parameter] = []
        while current.kind != .symbol(end) {
            // A bare `*` or `/` only says how arguments may be passed.
            if [.symbol(.times), .symbol(.divide)].contains(current.kind),
                [.symbol(.comma), .symbol(end)].contains(peek(1).kind)
            {
                advance()
                if !take(.comma) { break }
                continue
            }
            if current.kind == .symbol(.times) || current.kind == .symbol(.power) {
                throw fault(
                    "'*' parameters are not part of the language", code: .unsupported,
                    hint: "name each parameter")
            }
            let parameterName = try name(for: "a parameter")
            if allowsAnnotations && take(.colon) { _ = try expression() }
            let defaultValue = take(.assign) ? try expression() : nil
            parameters.append(Parameter(name: parameterName, defaultValue: defaultValue))
            if parameters.count > SyntaxLimits.parameterCount {
                throw fault(
                    "a function has more than \(SyntaxLimits.parameterCount) parameters",
                    code: .limit)
            }
            if !take(.comma) { break }
        }
        return parameters
    }
}
