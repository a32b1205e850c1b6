/// Changes of both symbols of a strategy that compares two.
extension SentenceParser {
    /// Consumes "try XOM and CVX" of a pairs trade of KO and PEP.
    mutating func exchangedPair() -> Conversation.Change? {
        attempt { parser in
            guard parser.draft.template == nil, let old = parser.draft.pair,
                let first = parser.symbol(),
                parser.accept("and", "vs", "versus", "with", "against") || parser.accept(mark: "/")
                    || parser.accept(mark: ","),
                let second = parser.symbol(), first != second
            else { return nil }
            let change: (Subject) -> Subject = { subject in
                switch subject {
                case .symbol(old.traded): .symbol(first)
                case .symbol(old.other): .symbol(second)
                default: subject
                }
            }
            parser.draft.traded = [first]
            parser.draft = parser.draft.mapConditions { $0.mapSubjects(change) }
            return .symbol
        }
    }
}

extension SentenceDraft {
    /// The symbol that is traded and the one other that its conditions compare it with.
    fileprivate var pair: (traded: String, other: String)? {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var compares = false
        for condition in conditions {
            condition.visit {
                switch $0 {
                case .ratio, .spread: compares = true
                default: break
                }
            }
        }
        let others = StrategyPlan.symbols(in: conditions).filter { !traded.contains($0) }
        guard compares, traded.count == 1, others.count == 1 else { return nil }
        return (traded[0], others[0])
    }
}
