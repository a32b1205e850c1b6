extension PortfolioFills {
    /// Reads what strategies say at a bar's close, and turns it into goals.
    mutating func decide(_ bar: Int, stopped: Set<Int>) {
        let isDue = shares?.allocation.isDue(bar, axis.times) ?? false
        let isFresh = shares != nil && (isDue || bar == 0)
        var entering: [Int] = []
        var leaving: [Int] = []
        for index in lines.indices {
            if let weight = lines[index].weights?[bar] {
                if !weight.isNaN {
                    lines[index].lastWeight = allowed(weight, index, bar)
                    entering.append(index)
                }
                continue
            }
            guard let enters = hear(index, bar, isStopped: stopped.contains(index)) else {
                continue
            }
            if enters { entering.append(index) } else { leaving.append(index) }
        }
        let spreads = shares?.allocation.idle == .spread
        let changed =
            lines.indices.contains { lines[$0].weights == nil } && spreads
            && !(entering.isEmpty && leaving.isEmpty && stopped.isEmpty)
        let hasEntry = entering.contains { lines[$0].weights == nil }
        if shares != nil, isFresh || changed || hasEntry { updateShares(bar) }
        if isFresh || changed { rebalance(bar) }
        for index in leaving { lines[index].goal = goal(.target(0), index, signalBar: bar) }
        for index in entering { lines[index].goal = entry(index, bar) }
    }

    /// A weight, or none where its direction is switched off.
    private func allowed(_ weight: Double, _ index: Int, _ bar: Int) -> Double {
        let refused =
            settings.direction == .long && weight < 0 || settings.direction == .short && weight > 0
        guard refused else { return weight }
        let noteBar = min(atOpen ? bar + 1 : bar, axis.count - 1)
        lines[index].columns.columns.note(noteBar, .directionNotAllowed)
        return 0
    }

    /// Hears a line's signals: whether it enters, leaves, or (nil) does neither.
    private mutating func hear(_ index: Int, _ bar: Int, isStopped: Bool) -> Bool? {
        let columns = lines[index].columns.columns
        let code = columns.signals.code(at: bar)
        guard !code.isEmpty else { return nil }
        let noteBar = atOpen ? bar + 1 : bar
        guard noteBar < axis.count else {
            columns.note(bar, code.notes.union(.noNextBar))
            return nil
        }
        if isStopped {
            columns.note(noteBar, .overriddenByStop)
            return nil
        }
        let intent = SignalIntent(code, held: lines[index].desired)
        columns.note(noteBar, intent.notes)
        guard intent.acts else { return nil }
        lines[index].desired = intent.enters ? (intent.buys ? 1 : -1) : 0
        if intent.enters { lines[index].entryBar = bar }
        return intent.enters
    }

    /// The goal of a line that enters, or that gives a new weight.
    private func entry(_ index: Int, _ bar: Int) -> LineAccount.Goal? {
        let line = lines[index]
        if line.weights != nil || shares != nil {
            let target = target(index)
            // A weight is given again and again, so its band holds for it as for a rebalancing.
            return goal(
                line.weights != nil ? .rebalance(target) : .target(target), index, signalBar: bar)
        }
        // An exit still waited for a bar: nothing is left to do.
        if line.account.position * line.desired > 0, line.account.working == nil { return nil }
        return goal(.entry(side: line.desired), index, signalBar: bar)
    }

    private func goal(
        _ kind: LineAccount.Goal.Kind, _ index: Int, signalBar: Int
    ) -> LineAccount.Goal {
        LineAccount.Goal(kind: kind, signalBar: signalBar, decision: lines[index].mark)
    }

    /// The fraction of the portfolio that a line is to hold.
    private func target(_ index: Int) -> Double {
        let line = lines[index]
        let share = currentShares[line.group]
        if line.weights != nil { return line.lastWeight * share }
        guard line.desired != 0 else { return 0 }
        let fraction = line.fraction(at: line.entryBar)
        return fraction > 0 ? line.desired * fraction * share : 0
    }

    private mutating func updateShares(_ bar: Int) {
        guard let shares else { return }
        var (isKnown, isIn) = ([Bool](repeating: false, count: groupCount), [Bool]())
        isIn = isKnown
        for line in lines {
            if !line.mark.isNaN { isKnown[line.group] = true }
            if line.weights != nil ? line.lastWeight != 0 : line.desired != 0 {
                isIn[line.group] = true
            }
        }
        if shares.allocation.idle == .spread {
            for index in isKnown.indices { isKnown[index] = isKnown[index] && isIn[index] }
        }
        currentShares = shares.shares(at: bar, among: isKnown)
    }

    private mutating func rebalance(_ bar: Int) {
        simulation.rebalanceBars.append(bar)
        simulation.shares.append(currentShares)
        for index in lines.indices {
            // A goal that still waits for a bar gets the new share too.
            if lines[index].account.position == 0, lines[index].desired == 0,
                lines[index].weights == nil || lines[index].lastWeight == 0
            {
                continue
            }
            // What is left of an exit is none of a rebalancing's business.
            if lines[index].desired == 0, lines[index].account.working?.target == 0 { continue }
            lines[index].goal = goal(
                .rebalance(target(index)), index,
                signalBar: lines[index].weights == nil ? lines[index].entryBar : bar)
        }
    }
}
