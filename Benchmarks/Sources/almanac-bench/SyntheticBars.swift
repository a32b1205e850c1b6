import AlmanacCore
import Glibc
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// A geometric random walk of closes, the same series as the peer's script makes.
///
/// - Parameters:
///   - count: How many bars.
///   - seed: Where SplitMix64 starts; its values are the steps, ±0.1 % at most.
func syntheticCloses(_ count: Int, seed: UInt64 = 42) -> [Double] {
    var state = seed
    var sum = 0.0
    return (0..<count).map { _ in
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        sum += (Double((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5) * 0.002
        return 100 * exp(sum)
    }
}

/// The starts of one-minute bars around the clock from 2020-01-01.
func syntheticTimes(_ count: Int, minutes: Int = 1) -> [Timestamp] {
    let step = Int64(minutes) * 60_000_000_000
    return (0..<count).map { Timestamp(nanoseconds: 1_577_836_800_000_000_000 + Int64($0) * step) }
}

/// Open, high, low, close and volume about the synthetic closes.
func syntheticColumns(_ count: Int) -> [Frame.NamedColumn] {
    let closes = syntheticCloses(count)
    let opens = [100] + closes.dropLast()
    let highs = zip(opens, closes).map { max($0, $1) * 1.0004 }
    let lows = zip(opens, closes).map { min($0, $1) * 0.9996 }
    let volumes = (0..<count).map { Double(1_000 + $0 * 7_919 % 4_001) }
    return [
        .init(name: "open", values: opens), .init(name: "high", values: highs),
        .init(name: "low", values: lows), .init(name: "close", values: closes),
        .init(name: "volume", values: volumes),
    ]
}

/// The synthetic bars as the inputs of a strategy with one slot, `prices`.
func syntheticInputs(_ count: Int) -> StrategyInputs {
    var inputs = StrategyInputs(times: syntheticTimes(count))
    for column in syntheticColumns(count) { inputs["prices", column.name] = column.values }
    return inputs
}

/// What the benchmarks lack that should be there.
struct MissingPiece: Error {
    var name: String
}

/// A bundled example strategy with its default parameters.
func example(_ name: String) throws -> CompiledStrategy {
    guard let example = ExampleStrategies.named(name) else { throw MissingPiece(name: name) }
    let definition = try StrategyDefinition(json: example.document, name: name)
    return try definition.compile(BoundParameters(definition.parameters))
}

/// A strategy over one slot of one-minute bars.
///
/// - Parameter body: The lines of its function; `p` is the slot.
func strategy(_ body: String) throws -> CompiledStrategy {
    let lines = body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let columns = ["open", "high", "low", "close", "volume"]
    let definition = StrategyDefinition(
        name: "benchmark",
        slots: [DataSlot(name: "prices", frequency: .minute1, columns: columns)], parameters: [],
        code: "def generate_signals(data, params):\n    p = data['prices']\n\(lines)\n")
    return try definition.compile(BoundParameters(definition.parameters))
}
