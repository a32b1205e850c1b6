import StrategyLanguage

/// In what form the values of a node are wanted.
struct Demand: OptionSet {
    let rawValue: UInt8

    /// As doubles, as a kernel reads and writes them.
    static let numbers = Demand(rawValue: 1)
    /// As bits that say where the value is neither 0 nor missing.
    static let truths = Demand(rawValue: 2)
    /// As bits that say where the value is not missing.
    static let presence = Demand(rawValue: 4)
    /// Rounded to single precision, half as much to read where that is enough.
    static let singles = Demand(rawValue: 8)
}

/// How the truth values of a node come about without its numbers.
enum TruthRule {
    case all(Bool)
    case comparison(BinaryFunction)
    case and, or, xor, not, same
    case shift(bars: Int, fill: Bool)
    case select
    case missing
    /// From the numbers, where there is no other way.
    case numbers

    init(_ operation: Operation) {
        self =
            switch operation {
            case .constant(let number): .all(isTrue(number.value))
            case .binary(let function):
                switch function {
                case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
                    .comparison(function)
                case .and: .and
                case .or: .or
                case .xor: .xor
                default: .numbers
                }
            case .unary(.not): .not
            case .unary(.isTrue): .same
            case .unary(.isMissing): .missing
            case .shift(let bars, let fill): .shift(bars: bars, fill: isTrue(fill.value))
            case .select: .select
            default: .numbers
            }
    }

    /// What is wanted of the inputs so that the truth values can be found.
    var inputDemand: Demand {
        switch self {
        case .all: []
        case .comparison, .numbers: .numbers
        case .and, .or, .xor, .not, .same, .shift, .select: .truths
        case .missing: .presence
        }
    }
}

extension Operation {
    /// Whether the values are 0 and 1 and nothing else, so that their truth is all there is.
    var isTruth: Bool {
        switch self {
        case .binary(let function):
            switch function {
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or, .xor:
                true
            default: false
            }
        case .unary(let function): [.not, .isTrue, .isMissing].contains(function)
        default: false
        }
    }

    /// What of its inputs a node needs to give what is demanded of it.
    func inputDemand(for demand: Demand) -> Demand {
        var inputs: Demand = []
        let rule = TruthRule(self)
        let isSource =
            switch self {
            case .column, .barTime, .constant: true
            default: false
            }
        if isSource { return [] }
        if isTruth { return demand.isEmpty ? [] : rule.inputDemand }
        // What is found from the node's own numbers needs nothing of its inputs beside them.
        if demand.contains(.truths) {
            if case .numbers = rule {} else { inputs.formUnion(rule.inputDemand) }
        }
        if demand.contains(.numbers) { inputs.formUnion(.numbers) }
        return inputs
    }
}

extension Demand {
    /// What has to be computed of a node to give what is demanded of it.
    func completed(for operation: Operation) -> Demand {
        var demand = self
        if operation.isTruth {
            if !isEmpty { demand.insert(.truths) }
        } else {
            if contains(.presence) || contains(.singles) { demand.insert(.numbers) }
            if contains(.truths), case .numbers = TruthRule(operation) { demand.insert(.numbers) }
        }
        return demand
    }
}
