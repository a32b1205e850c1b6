import Synchronization

/// Compiles a strategy for many sets of parameters by compiling it for few of them.
///
/// Each compilation records which parameters every one of its steps depends on. Sets that agree in
/// what decides on the graph's shape share one family; within a family so many sets are compiled
/// that every node has been seen for all values of what it depends on. What does not fit, such as
/// loops over bars or code that fails for some values, is left to be compiled set by set.
package struct FamilyBuilder {
    /// What became of the sets.
    package struct Result: Sendable {
        /// The families.
        package var families: [StrategyFamily] = []
        /// The family of each set, by the set's place; -1 where it is to be compiled by itself.
        package var familyOf: [Int32]
    }

    /// Runs a function once for each number below a count, perhaps at the same time.
    package typealias Concurrently =
        @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    private let counts: [Int]
    private let compiler: SetCompiler
    private let concurrently: Concurrently
    private var traces: [[Int]: TracedStrategy?] = [:]
    /// The code's tree once for each piece, as far as they are made: threads that share one wait
    /// for each other at its reference counts.
    private var trees: [Int: [Statement]] = [:]

    /// So many sets are compiled before it shows whether they have one shape.
    private static let firstCount = 16
    /// How many pieces the sets are compiled in.
    private static let pieceCount = 4

    /// - Parameters:
    ///   - names: The parameters, in the order of the digits.
    ///   - counts: How many values each takes.
    ///   - concurrently: How pieces of work are run; the default runs one after another.
    ///   - bind: The parameters of a set; nil where they cannot be bound.
    package init(
        _ definition: StrategyDefinition, names: [String], counts: [Int],
        concurrently: @escaping Concurrently = { count, body in
            for index in 0..<count { body(index) }
        },
        bind: @escaping @Sendable (_ digits: [Int]) -> BoundParameters?
    ) {
        self.counts = counts
        self.concurrently = concurrently
        var varied: [String: ParameterSubset] = [:]
        for (index, name) in names.enumerated() where counts[index] > 1 {
            varied[name] = ParameterSubset(index: index)
        }
        compiler = SetCompiler(definition: definition, varied: varied, bind: bind)
    }

    /// Builds the families of some sets.
    /// - Parameters:
    ///   - count: How many sets there are.
    ///   - write: Writes the digits of the set at a place.
    package mutating func build(
        _ count: Int, write: (_ place: Int, _ digits: inout [Int]) -> Void
    ) -> Result {
        let none = [Int32](repeating: -1, count: count)
        var result = Result(familyOf: none)
        let known = FamilySets(count: count, counts: counts, write: write)
        var shape: ParameterSubset = []
        // Each round learns at least one more parameter that decides on the shape.
        for _ in 0...compiler.varied.count {
            result.families = []
            result.familyOf = none
            switch attempt(known, shape, &result) {
            case .done: return result
            case .shape(let more) where !more.isSubset(of: shape): shape.formUnion(more)
            default: return Result(familyOf: none)
            }
        }
        return result
    }

    private enum Attempt {
        case done
        /// These parameters decide on the graph's shape too.
        case shape(ParameterSubset)
        case hopeless
    }

    private mutating func attempt(
        _ sets: FamilySets, _ shape: ParameterSubset, _ result: inout Result
    ) -> Attempt {
        let groups = sets.groups(by: shape)
        // Families of a handful cost more than they save.
        if groups.count > max(1, sets.count / 8) { return .hopeless }
        for group in groups {
            switch family(of: group, sets) {
            case .family(let family):
                for place in group { result.familyOf[place] = Int32(result.families.count) }
                result.families.append(family)
            case .shape(let more): return .shape(more)
            case .none: continue
            }
        }
        return .done
    }

    // MARK: - One family

    private enum Outcome {
        case family(StrategyFamily)
        case shape(ParameterSubset)
        case none
    }

    private mutating func family(of group: [Int], _ sets: FamilySets) -> Outcome {
        let limit = max(8, group.count / 2)
        var compiled: [(digits: [Int], trace: TracedStrategy)] = []
        var seen: Set<ParameterSubset> = []
        var isComplete = false
        while !isComplete {
            isComplete = true
            let needed = sets.cover(group, Self.largest(seen), done: compiled.map(\.digits), limit)
            guard let needed else { return .none }
            let places = compiled.isEmpty ? [group[0]] : needed
            var ready = 0
            for (index, place) in places.enumerated() {
                if index == ready {
                    // Not many more than have turned out to be of one shape.
                    ready = min(places.count, index + max(Self.firstCount, 8 * compiled.count))
                    trace(places[index..<ready].map { sets[$0] })
                }
                let digits = sets[place]
                guard case .some(.some(let trace)) = traces[digits] else {
                    // Where the base fails there is nothing to compare with.
                    guard let base = compiled.first else { return .none }
                    return .shape(base.trace.everything)
                }
                if let base = compiled.first?.trace, let more = base.difference(from: trace) {
                    return more.isEmpty ? .none : .shape(more)
                }
                compiled.append((digits, trace))
                if !trace.seen.isSubset(of: seen) {
                    seen.formUnion(trace.seen)
                    isComplete = false
                }
            }
        }
        guard let base = compiled.first?.trace else { return .none }
        let family = base.family(compiled, counts: counts)
        let kept = family.nodes.reduce(0) { total, node in
            total + (node.operation.all.map(\.keptCount).max() ?? 0)
        }
        guard kept <= StrategyDefinition.maxKeptCount else { return .none }
        return confirms(family, compiled) ? .family(family) : .none
    }

    /// Those that are in no other.
    private static func largest(_ subsets: Set<ParameterSubset>) -> [ParameterSubset] {
        subsets.filter { subset in
            !subsets.contains { $0 != subset && $0.isSuperset(of: subset) }
        }.sorted { $0.rawValue < $1.rawValue }
    }

    /// Compiles the sets that were not compiled yet.
    private mutating func trace(_ sets: [[Int]]) {
        let new = sets.filter { traces[$0] == nil }
        let compiler = compiler
        let found = inPieces(new.count) { index, tree in compiler.trace(new[index], tree) }
        for (digits, trace) in zip(new, found) { traces[digits] = .some(trace) }
    }

    /// Whether the family gives the graphs that compiling gives, for the sets it was made of.
    private mutating func confirms(
        _ family: StrategyFamily, _ compiled: [(digits: [Int], trace: TracedStrategy)]
    ) -> Bool {
        // Some of them, spread evenly: each is compiled once more.
        let step = max(1, compiled.count / 8)
        let sets = stride(from: 0, to: compiled.count, by: step).map { compiled[$0].digits }
        let compiler = compiler
        return inPieces(sets.count) { index, tree in
            compiler.confirms(family, sets[index], tree)
        }.allSatisfy { $0 }
    }

    /// What a function gives for each number below a count, computed in pieces.
    private mutating func inPieces<Part: Sendable>(
        _ count: Int, _ body: @Sendable (_ index: Int, _ tree: [Statement]) -> Part
    ) -> [Part] {
        let pieces = max(1, min(Self.pieceCount, count / 2))
        let board = Mutex([Int: (tree: [Statement], parts: [Part])]())
        let (compiler, known) = (compiler, trees)
        concurrently(pieces) { piece in
            let tree = known[piece] ?? compiler.tree
            let parts = (count * piece / pieces..<count * (piece + 1) / pieces).map {
                body($0, tree)
            }
            board.withLock { $0[piece] = (tree, parts) }
        }
        let found = board.withLock { $0 }
        for (piece, part) in found { trees[piece] = part.tree }
        return (0..<pieces).flatMap { found[$0]?.parts ?? [] }
    }
}

/// Compiles a strategy for one set of parameters or another.
private struct SetCompiler: Sendable {
    let definition: StrategyDefinition
    let varied: [String: ParameterSubset]
    let bind: @Sendable (_ digits: [Int]) -> BoundParameters?

    /// The code's tree, made anew.
    var tree: [Statement] { Parser.parse(definition.code).statements }

    /// The compilation of one set with what its steps depend on; nil where it fails or cannot be
    /// traced.
    func trace(_ digits: [Int], _ tree: [Statement]) -> TracedStrategy? {
        guard let parameters = bind(digits) else { return nil }
        let trace = CompilationTrace(varied)
        let compiler = GraphCompiler(definition, bound: parameters, trace: trace)
        // Sweeps run strategies of one traded slot only.
        guard let outputs = compiler.run(tree), outputs.slots.isEmpty, !compiler.hasErrors,
            trace.isTrackable
        else { return nil }
        return TracedStrategy(trace, compiler.builder.nodes, outputs.signals)
    }

    /// Whether a family gives the graph of one set that compiling gives.
    func confirms(_ family: StrategyFamily, _ digits: [Int], _ tree: [Statement]) -> Bool {
        guard let parameters = bind(digits),
            let strategy = try? definition.compile(parameters, parsed: tree)
        else { return false }
        return family.strategy(digits, like: strategy) == strategy.graph
    }
}

/// Sets of digits, and how they fall into groups.
private struct FamilySets {
    let count: Int
    private let counts: [Int]
    /// The digits of set after set.
    private var digits: [Int] = []

    init(count: Int, counts: [Int], write: (_ place: Int, _ digits: inout [Int]) -> Void) {
        self.count = count
        self.counts = counts
        digits.reserveCapacity(count * counts.count)
        var one = counts
        for place in 0..<count {
            write(place, &one)
            digits += one
        }
    }

    subscript(place: Int) -> [Int] {
        Array(digits[place * counts.count..<(place + 1) * counts.count])
    }

    private func key(_ projection: Projection, _ place: Int) -> Int {
        digits.withUnsafeBufferPointer { digits in
            digits.baseAddress.map { projection.key($0 + place * counts.count) } ?? 0
        }
    }

    private func key(_ projection: Projection, _ digits: [Int]) -> Int {
        digits.withUnsafeBufferPointer { $0.baseAddress.map(projection.key) ?? 0 }
    }

    /// The places of the sets that agree in some parameters, each group in order.
    func groups(by subset: ParameterSubset) -> [[Int]] {
        let projection = Projection(subset, counts: counts)
        var groups: [[Int]] = []
        var known: [Int: Int] = [:]
        if subset.isEmpty { return [Array(0..<count)] }
        for place in 0..<count {
            let key = key(projection, place)
            if let group = known[key] {
                groups[group].append(place)
            } else {
                known[key] = groups.count
                groups.append([place])
            }
        }
        return groups
    }

    /// Places of sets that together with those that are done have all values of each of some
    /// subsets that occur in a group; nil where those are more than a limit.
    func cover(
        _ group: [Int], _ subsets: [ParameterSubset], done: [[Int]], _ limit: Int
    ) -> [Int]? {
        let projections = subsets.map { Projection($0, counts: counts) }
        var seen = projections.map { _ in KeySet() }
        for digits in done {
            for (index, projection) in projections.enumerated() {
                seen[index].insert(key(projection, digits))
            }
        }
        var needed: [Int] = []
        // Sets that are new in every subset come first: so there are fewer.
        for isNewInAll in [true, false] {
            if projections.indices.allSatisfy({ seen[$0].count == projections[$0].count }) { break }
            for place in group {
                var (isNew, isOld) = (false, false)
                for index in projections.indices {
                    let isKnown = seen[index].contains(key(projections[index], place))
                    (isNew, isOld) = (isNew || !isKnown, isOld || isKnown)
                }
                if !isNew || isNewInAll && isOld { continue }
                for index in projections.indices {
                    seen[index].insert(key(projections[index], place))
                }
                needed.append(place)
                if done.count + needed.count > limit { return nil }
            }
        }
        return needed
    }
}

/// Keys of which most are small.
private struct KeySet {
    private var near: [Bool] = []
    private var far: Set<Int> = []
    private(set) var count = 0

    private static func isNear(_ key: Int) -> Bool { UInt(bitPattern: key) < 1 << 12 }

    func contains(_ key: Int) -> Bool {
        Self.isNear(key) ? key < near.count && near[key] : far.contains(key)
    }

    mutating func insert(_ key: Int) {
        if contains(key) { return }
        count += 1
        guard Self.isNear(key) else {
            far.insert(key)
            return
        }
        while near.count <= key { near.append(false) }
        near[key] = true
    }
}
