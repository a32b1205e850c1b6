import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

/// What the page on the language says is what the compiler does.
@Suite struct LanguagePageTests {
    private static let page = try? LanguagePage()

    /// The names that the page's signatures use for their arguments.
    private static let arguments = """
            x, y, s, cond, left, right = close, open_, close, entries, 1, 2
            real, real0, real1, window, q, a, b = close, close, open_, 5, 0.5, 1, 2
            condlist, choicelist, bins, a_min, a_max, decimals = [entries], [1], [1, 2], 0, 1, 2
            start, stop, step = 0, 5, 1
            open = open_

            def f(value, *, scale=2):
                return value * scale

        """

    private func diagnostics(_ body: String, arguments: String = "") -> [Diagnostic] {
        let indented = body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "    \($0)\n" }.joined()
        let definition = StrategyDefinition(
            name: "page",
            slots: [
                DataSlot(
                    name: "prices", frequency: .day1,
                    columns: ["open", "high", "low", "close", "volume"]),
                DataSlot(name: "other", frequency: .day1, columns: ["close"]),
            ],
            parameters: [
                ParameterSpecification(
                    name: "n", type: .int, minimum: 2, maximum: 50, defaultValue: .int(20)),
                ParameterSpecification(
                    name: "method", type: .choice, values: [.string("sma"), .string("ema")],
                    defaultValue: .string("sma")),
            ],
            code: body.contains("def generate_signals")
                ? body
                : """
                def generate_signals(data, params):
                    df = data['prices'].copy()
                    other = data['other']
                    open_, high, low, close, volume = (
                        df['open'], df['high'], df['low'], df['close'], df['volume'])
                    n, method = params['n'], params['method']
                    entries, exits = close > open_, close < open_
                \(arguments)
                \(indented)
                    return entries, exits

                """)
        let found = definition.check()
        guard found.isEmpty, let bound = try? BoundParameters(definition.parameters) else {
            return found
        }
        do throws(AlmanacError) { _ = try definition.compile(bound) } catch {
            return [
                Diagnostic(
                    .error, .execution, error.message, at: SourcePosition(line: 1, column: 1))
            ]
        }
        return []
    }

    private func expectFine(_ body: String, arguments: String = "") {
        let found = diagnostics(body, arguments: arguments)
        #expect(found.isEmpty, "\(body): \(found.map(\.message))")
    }

    @Test("every example compiles, or is refused for the reason that it names")
    func examples() throws {
        let examples = try #require(Self.page).examples
        #expect(examples.count > 60)
        for example in examples {
            guard let fault = example.fault else {
                expectFine(example.code)
                continue
            }
            let codes = diagnostics(example.code).filter { $0.severity == .error }
                .map(\.code.rawValue)
            #expect(codes.contains(fault), "\(example.code): \(codes)")
        }
    }

    @Test("every name that code may use is on the page")
    func completeness() throws {
        let words = try #require(Self.page).words
        let names =
            LanguageNames.methods + LanguageNames.functions + LanguageNames.constants
            + LanguageNames.indexFields
        #expect(names.count > 300)
        let errors = ["Error", "Exception"]
        let missing = names.filter { name in
            let last = name.split(separator: ".").last.map(String.init) ?? name
            return !words.contains(last) && !errors.contains(where: name.hasSuffix)
        }
        #expect(missing.isEmpty)
    }

    @Test("every method that the page lists is one")
    func methods() throws {
        let page = try #require(Self.page)
        for row in page.rows(of: "Methods of a series").dropFirst() {
            for span in row.cells[0] {
                for call in LanguagePage.calls(in: span) where !call.hasSuffix("(…)") {
                    for form in LanguagePage.runnable(call) {
                        expectFine("z = s.\(form)", arguments: Self.arguments)
                    }
                }
            }
        }
        for row in page.rows(of: "Windows").dropFirst() {
            for call in row.cells[0].flatMap(LanguagePage.calls(in:)) {
                let form = call.contains("(") ? call : "\(call)()"
                expectFine("z = close.rolling(n).\(form)", arguments: Self.arguments)
                expectFine("z = close.expanding().\(form)", arguments: Self.arguments)
            }
        }
    }

    @Test("every function that the page lists is one")
    func functions() throws {
        let page = try #require(Self.page)
        let forms = [
            "of one argument": "(close)", "of two": "(close, open_)",
            "over a list of series": "([close, open_], axis=0)",
            "over a list, or running": "([entries, exits])", "running": "(close)",
            "of choice": "", "that make series": "", "that make lists": "", "constants": "",
        ]
        var seen = 0
        for row in page.rows(of: "Functions") {
            guard let arguments = forms[row.label] else { continue }
            for call in row.cells[1].flatMap(LanguagePage.calls(in:)) {
                seen += 1
                for form in LanguagePage.runnable(call) {
                    expectFine("z = np.\(form)\(arguments)", arguments: Self.arguments)
                }
            }
        }
        #expect(seen > 80)
    }

    @Test("TA-Lib's and vectorbt's functions take what the page says and give what it says")
    func indicators() throws {
        let page = try #require(Self.page)
        for row in page.rows(of: "TA-Lib").dropFirst() {
            let inputs = row.cells[1].joined().split(separator: ", ")
            let options = row.cells[2].joined()
            let outputs = row.cells.count > 3 ? row.cells[3].joined() : ""
            let arguments = inputs.joined(separator: ", ") + (options.isEmpty ? "" : ", \(options)")
            for name in row.cells[0].flatMap(LanguagePage.calls(in:)) {
                let result = outputs.isEmpty ? "z" : outputs
                expectFine("\(result) = talib.\(name)(\(arguments))", arguments: Self.arguments)
            }
        }
        for row in page.rows(of: "vectorbt").dropFirst() {
            let outputs = row.cells[1].flatMap(LanguagePage.calls(in:))
            for output in outputs {
                for suffix in ["", "_crossed_above(50)", "_below(open_)"] {
                    expectFine(
                        "z = \(row.cells[0].joined()).\(output)\(suffix)", arguments: Self.arguments
                    )
                }
            }
        }
    }

    @Test("every field of the index that the page lists is one")
    func indexFields() {
        for field in LanguageNames.indexFields { expectFine("z = df.index.\(field)") }
        for name in LanguageNames.constants {
            let short = name.replacing("numpy.", with: "np.").replacing("pandas.", with: "pd.")
            expectFine("z = \(short)")
        }
    }
}
