extension ScanCompiler {
    /// Compiles the whole body of the loop.
    func compile(_ body: [Statement]) {
        declareOutputs(in: body)
        execute(body)
        if leaves(body), let last = factsAtContinue.last { facts = last }
        for jump in continueJumps.removeLast() { patch(jump) }
    }

    /// The series that are written anywhere in the body, found before anything is read.
    private func declareOutputs(in statements: [Statement]) {
        for statement in statements {
            switch statement.kind {
            case .assign(let targets, _):
                for target in targets { declareOutput(of: target) }
            case .augmentedAssign(let target, _, _): declareOutput(of: target)
            case .conditional(_, let then, let otherwise):
                declareOutputs(in: then)
                declareOutputs(in: otherwise)
            case .loop(_, _, let body), .attempt(let body): declareOutputs(in: body)
            case .expression(let expression): declareList(in: expression)
            default: break
            }
        }
    }

    private func declareList(in expression: Expression) {
        guard case .call(let callee, _) = expression.kind,
            case .attribute(let base, "append") = callee.kind, case .name = base.kind,
            isInvariant(base), case .list(let list) = compiler.evaluate(base)
        else { return }
        declareList(list, at: expression.position)
    }

    private func declareOutput(of target: Expression) {
        switch target.kind {
        case .tuple(let elements): for element in elements { declareOutput(of: element) }
        case .subscripted(let base, let index):
            guard isInvariant(base), let series = writtenSeries(base, index) else { return }
            declareOutput(series)
        default: break
        }
    }

    /// The series that an assignment to `base[index]` writes.
    private func writtenSeries(_ base: Expression, _ index: Expression) -> SeriesObject? {
        if case .attribute(let owner, let name) = base.kind,
            ["loc", "at", "iloc", "iat"].contains(name), isInvariant(owner),
            case .tuple(let parts) = index.kind, parts.count == 2,
            case .frame(let frame) = compiler.evaluate(owner),
            let column = compiler.columnName(compiler.evaluate(parts[1]), of: frame)
        {
            if frame[column] == nil {
                frame[column] = SeriesObject(compiler.builder.constant(.nan), .number)
            }
            return frame[column]
        }
        return seriesObject(base)
    }

    func execute(_ statements: [Statement]) {
        for statement in statements {
            guard compiler.spendStep(at: statement.position) else { return }
            compiler.deeper(at: statement.position) { execute(statement) }
            // A statement is never left out in silence.
            if didFail && !compiler.hasErrors {
                compiler.fail(
                    .unsupported, "this cannot be computed in a loop over bars",
                    hint: "compute series before the loop and read them with x.iloc[i]",
                    at: statement.position)
            }
        }
    }

    private func execute(_ statement: Statement) {
        let position = statement.position
        switch statement.kind {
        case .assign(let targets, let value):
            let result = evaluate(value)
            for target in targets { assign(result, to: target) }
        case .augmentedAssign(let target, let operation, let value):
            let left = evaluate(target)
            assign(binary(operation, left, evaluate(value), at: position), to: target)
        case .expression(let expression):
            if case .string = expression.kind { return }
            if case .call(let callee, _) = expression.kind, case .name("print") = callee.kind {
                return
            }
            _ = evaluate(expression)
        case .conditional(let condition, let then, let otherwise):
            conditional(condition, then, otherwise)
        case .loop(let target, let iterable, let body): unroll(target, iterable, body)
        case .pass: break
        case .continueLoop:
            if continueJumps.count == 1 { factsAtContinue.append(facts) }
            continueJumps[continueJumps.count - 1].append(jumpPlaceholder())
        case .breakLoop:
            if breakJumps.isEmpty {
                if !facts.appended.isEmpty {
                    compiler.fail(
                        .unsupported, "'break' leaves the list without values for the later bars",
                        hint: "start from [0] * len(df) and write x[i]", at: position)
                }
                instructions.append(.stop)
            } else {
                breakJumps[breakJumps.count - 1].append(jumpPlaceholder())
            }
        case .attempt(let body): execute(body)
        case .raise: instructions.append(.fault)
        case .assert(let condition, _):
            guard let register = truthRegister(condition) else { return }
            let isFalse = newRegister()
            instructions.append(.unary(.not, register, into: isFalse))
            instructions.append(.jumpIfFalse(isFalse, target: 0))
            let jump = instructions.count - 1
            instructions.append(.fault)
            patch(jump)
        case .giveBack(let value) where !returns.isEmpty: giveBack(value, at: position)
        case .giveBack:
            compiler.fail(
                .unsupported, "'return' inside a loop over bars",
                hint: "write the result into a series and return it after the loop", at: position)
        case .function, .importNames:
            compiler.fail(
                .unsupported, "this may not stand inside a loop over bars",
                hint: "move it before the loop", at: position)
        }
    }

    // MARK: - Assignment

    private func assign(_ value: ScanValue, to target: Expression) {
        if case .failed = value {
            for name in AssignedNames.targets(of: target) where registersByName[name] == nil {
                locals[name] = .failed
            }
            return
        }
        switch target.kind {
        case .name(let name): assign(value, to: name, at: target.position)
        case .tuple(let targets), .list(let targets): unpack(value, into: targets, target.position)
        case .subscripted(let base, let index): assign(value, to: base, at: index)
        default:
            compiler.fail(.unsupported, "this cannot be assigned to", at: target.position)
        }
    }

    private func unpack(_ value: ScanValue, into targets: [Expression], _ position: SourcePosition)
    {
        var parts: [ScanValue] = []
        switch value {
        case .group(let values): parts = values.map { copied($0, at: position) }
        case .outer(.tuple(let values)): parts = values.map { .outer($0) }
        case .outer(.list(let list)): parts = list.elements.map { .outer($0) }
        default: break
        }
        guard parts.count == targets.count else {
            compiler.fail(
                .type, "this cannot be unpacked into \(targets.count) names", at: position)
            return
        }
        for (part, target) in zip(parts, targets) { assign(part, to: target) }
    }

    private func assign(_ value: ScanValue, to base: Expression, at index: Expression) {
        guard isInvariant(base), let series = writtenSeries(base, index) else {
            compiler.fail(
                .unsupported, "only series can be written in a loop over bars",
                hint: "out.iloc[i] = …", at: base.position)
            return
        }
        var place = index
        if case .tuple(let parts) = index.kind, parts.count == 2 { place = parts[0] }
        switch evaluate(place) {
        case .failed: return
        case .bar(offset: 0): write(value, to: series, at: base.position)
        case .bar(let offset) where offset > 0:
            compiler.fail(
                .lookAhead, "this writes to a later bar", hint: "write to out.iloc[i]",
                at: index.position)
        case .bar:
            compiler.fail(
                .lookAhead, "this rewrites a bar that is past",
                hint: "what is known at bar i belongs to bar i: out.iloc[i] = …",
                at: index.position)
        default:
            compiler.fail(
                .unsupported, "only the loop's own bar can be written", hint: "out.iloc[i] = …",
                at: index.position)
        }
    }

    // MARK: - Branches

    private func conditional(
        _ condition: Expression, _ then: [Statement], _ otherwise: [Statement]
    ) {
        if isInvariant(condition) {
            let value = compiler.evaluate(condition)
            if case .failed = value { return }
            if let truth = compiler.truth(value, at: condition.position) {
                execute(truth ? then : otherwise)
                return
            }
        }
        let bounds = barBounds(condition)
        // Each branch copies and joins the names that have a value.
        guard let register = truthRegister(condition),
            compiler.spendStep((facts.assigned.count + locals.count) / 4, at: condition.position)
        else { return }
        instructions.append(.jumpIfFalse(register, target: 0))
        let toElse = instructions.count - 1
        let afterThen = branch(minBar: bounds.whenTrue) { execute(then) }
        let thenLeaves = leaves(then)
        guard !otherwise.isEmpty else {
            patch(toElse)
            if thenLeaves {
                minBar = max(minBar, bounds.whenFalse)
            } else {
                join(afterThen, facts)
            }
            return
        }
        let toEnd = jumpPlaceholder()
        patch(toElse)
        let afterElse = branch(minBar: bounds.whenFalse) { execute(otherwise) }
        patch(toEnd)
        switch (thenLeaves, leaves(otherwise)) {
        case (true, false):
            join(afterElse, afterElse)
            minBar = max(minBar, bounds.whenFalse)
        case (false, true):
            join(afterThen, afterThen)
            minBar = max(minBar, bounds.whenTrue)
        default: join(afterThen, afterElse)
        }
    }

    func leaves(_ statements: [Statement]) -> Bool {
        switch statements.last?.kind {
        case .continueLoop?, .breakLoop?, .raise?, .giveBack?: true
        case .conditional(_, let then, let otherwise)?:
            !otherwise.isEmpty && leaves(then) && leaves(otherwise)
        default: false
        }
    }

    /// The least bar numbers that a condition such as `i > 0` leaves on its two sides.
    func barBounds(_ condition: Expression) -> (whenTrue: Int, whenFalse: Int) {
        if case .logical(let isAnd, let operands) = condition.kind {
            let bounds = operands.map(barBounds)
            return isAnd
                ? (bounds.map(\.whenTrue).max() ?? 0, 0)
                : (0, bounds.map(\.whenFalse).max() ?? 0)
        }
        guard case .comparison(let left, let links) = condition.kind, links.count == 1,
            let offset = barOffset(left), isInvariant(links[0].1),
            let bound = compiler.evaluate(links[0].1).interval, bound.low.magnitude < 1e9
        else { return (0, 0) }
        let bar = Int(bound.low) - offset
        switch links[0].0 {
        case .greater: return (bar + 1, 0)
        case .greaterOrEqual: return (bar, 0)
        case .less: return (0, bar)
        case .lessOrEqual: return (0, bar + 1)
        case .equal: return (bar, bar == minBar ? bar + 1 : 0)
        case .notEqual: return (bar == minBar ? bar + 1 : 0, bar)
        default: return (0, 0)
        }
    }

    /// The offset from the loop's bar of an expression such as `i`, `i - 1` or `len(list)`.
    private func barOffset(_ expression: Expression) -> Int? {
        switch expression.kind {
        case .name(let name):
            if case .bar(let offset)? = locals[name] ?? facts.places[name] { return offset }
        case .binary(let operation, let left, let right):
            guard let offset = barOffset(left), case .integer(let number) = right.kind else {
                return nil
            }
            if operation == .add { return offset + number }
            if operation == .subtract { return offset - number }
        case .call(let callee, _):
            guard case .name("len") = callee.kind, case .bar(let offset) = evaluate(expression)
            else { return nil }
            return offset
        default: break
        }
        return nil
    }

    /// A loop over known elements, written out once for each.
    private func unroll(_ target: Expression, _ iterable: Expression, _ body: [Statement]) {
        guard isInvariant(iterable) else {
            compiler.fail(
                .unsupported, "an inner loop must not depend on the bar",
                hint: "loop over range(…) with known bounds", at: iterable.position)
            return
        }
        let source = compiler.evaluate(iterable)
        if compiler.barLoop(over: source, at: iterable.position) != nil {
            compiler.fail(
                .unsupported, "a loop over bars inside a loop over bars",
                hint: "use rolling(n) for the inner one", at: iterable.position)
            return
        }
        guard let elements = compiler.elements(of: source, at: iterable.position) else { return }
        breakJumps.append([])
        branchDepth += 1
        defer { branchDepth -= 1 }
        for element in elements {
            continueJumps.append([])
            bindOuter(target, to: element)
            execute(body)
            for jump in continueJumps.removeLast() { patch(jump) }
        }
        for jump in breakJumps.removeLast() { patch(jump) }
    }

    private func bindOuter(_ target: Expression, to value: Value) {
        switch (target.kind, value) {
        case (.name(let name), _): locals[name] = .outer(value)
        case (.tuple(let targets), .tuple(let values)) where targets.count == values.count:
            for (target, value) in zip(targets, values) { bindOuter(target, to: value) }
        default:
            compiler.fail(.type, "these names do not fit what is looped over", at: target.position)
        }
    }
}
