import AlmanacCore
import TestSupport

/// Draws for random programs and data; the same seed gives the same draws.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A whole number in a range.
    mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// A number in 0..<1.
    mutating func unit() -> Double { generator.unit() }

    /// A number in a range.
    mutating func real(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }

    /// Whether something of this probability happens.
    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of several, all equally likely.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(0...elements.count - 1)]
    }

    /// Some of several, in their order.
    mutating func some<Element>(_ elements: [Element], _ probability: Double = 0.5) -> [Element] {
        elements.filter { _ in chance(probability) }
    }
}
