import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

/// Code that is meant to exhaust memory, time or the stack is refused, and never crashes.
@Suite struct HostileCodeTests {
    private func definition(_ line: String) -> StrategyDefinition {
        StrategyDefinition(
            name: "hostile",
            slots: [DataSlot(name: "prices", frequency: .day1, columns: ["close"])],
            parameters: [],
            code: """
                def generate_signals(data, params):
                    c = data['prices']['close']
                    x = c
                    \(line)
                    return c > 1, c < 1
                """)
    }

    @Test(
        "what grows without bound is refused",
        arguments: [
            "x = c" + String(repeating: " + c", count: 20_000),
            "x = c" + String(repeating: ".abs()", count: 20_000),
            "x = " + String(repeating: "(", count: 20_000) + "c",
            "x = " + String(repeating: "-", count: 20_000) + "c",
            "for " + String(repeating: "(", count: 20_000) + " in [1]: pass",
            "x = [1]\n    for i in range(60): x = x + x",
            "x = [1]\n    for i in range(60): x.extend(x)",
            "x = [1, 2] * 9223372036854775807",
            "x = 'a'\n    for i in range(60): x = x + x",
            "x = 'a'\n    for i in range(60): x = f'{x}{x}'",
            "for i in range(1000000000): x = x + 1",
            "x = [i for i in range(1000000000)]",
            String(repeating: "\u{0}", count: 20_000),
        ])
    func refused(line: String) throws {
        let definition = definition(line)
        let faults = definition.check().filter { $0.severity == .error }
        #expect(!faults.isEmpty && faults.count <= 300)
        let bound = try BoundParameters(definition.parameters)
        #expect(throws: AlmanacError.self) { try definition.compile(bound) }
    }

    @Test(
        "numbers at the edge do not trap",
        arguments: [
            "x = abs(-9223372036854775807 - 1)", "x = -(-9223372036854775807 - 1)",
            "x = (-9223372036854775807 - 1) // -1", "x = 9223372036854775807 * 3",
            "x = list(enumerate([1, 2], 9223372036854775807))",
            "x = f'{999999999999.5:.12f}'",
            "x = len(range(-9223372036854775807, 9223372036854775807))",
            "x = int(1e300)", "x = 2 ** 9223372036854775807", "x = [1, 2][-9223372036854775807:]",
        ])
    func edges(line: String) throws {
        let definition = definition(line)
        _ = definition.check()
        _ = try? definition.compile(try BoundParameters(definition.parameters))
    }

    @Test("a line that fits no outer indentation is a fault with its place")
    func indentation() {
        let definition = StrategyDefinition(
            name: "hostile", slots: [], parameters: [],
            code: "if True:\n    x = 1\n  y = 2\nz = 3\n")
        #expect(definition.check().contains { $0.position.line == 3 })
    }
}
