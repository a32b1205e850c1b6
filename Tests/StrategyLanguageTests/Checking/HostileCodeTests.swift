import AlmanacCore
import StrategyLanguage
import TestSupport
import Testing

/// Code that is made to exhaust the checker ends in a typed fault, soon.
@Suite struct HostileCodeTests {
    private static func times(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    /// Lines that each use the one before, which is what grows fast.
    private static func lines(_ count: Int, _ text: (Int) -> String) -> String {
        (1...count).map(text).joined(separator: "\n")
    }

    private static let refused: [(String, String)] = [
        ("brackets", "x = " + times("(", 100_000) + "1" + times(")", 100_000)),
        ("open brackets", "x = " + times("[", 200_000)),
        ("signs", "x = " + times("-", 100_000) + "1"),
        ("sums", "x = " + times("close + ", 15_000) + "1"),
        ("attributes", "x = close" + times(".values", 20_000)),
        ("calls", "x = close" + times(".abs()", 20_000)),
        ("subscripts", "x = [1]" + times("[0]", 30_000)),
        ("conditional expressions", "x = " + times("1 if params['use'] else ", 5_000) + "2"),
        ("lambdas", "x = " + times("lambda: ", 20_000) + "1"),
        (
            "if in if",
            lines(200) { times("    ", $0) + "if params['use']:" } + "\n" + times("    ", 201)
                + "pass"
        ),
        ("elif", "if params['n'] == 0: pass\n" + lines(500) { "elif params['n'] == \($0): pass" }),
        ("f-string fields", "x = f'" + times("{", 50_001) + "'"),
        ("an open string", "x = \"" + times("a", 200_000)),
        ("an open long string", "x = '''" + times("a\n", 60_000)),
        ("a long line of faults", "x = " + times("$", 200_000)),
        ("lines of faults", times("x = =\n", 20_000)),
        ("one huge number", "x = 1e" + times("9", 100_000)),
        ("tokens", "x = [" + times("1,", 70_000) + "]"),
        ("more than the largest code", "# " + times("a", 300_000)),
        ("parameters", "def f(" + (0..<8_000).map { "a\($0)" }.joined(separator: ",") + "): pass"),
        ("strings that double", "s = 'ab'\n" + lines(60) { _ in "s = s + s" }),
        ("f-strings that double", "s = 'ab'\n" + lines(60) { _ in "s = f'{s}{s}'" }),
        ("lists that double", "a = [1]\n" + lines(60) { _ in "a = a + a" }),
        ("lists that multiply", "a = [1]\n" + lines(9) { _ in "a = a * 9999" }),
        ("tuples in tuples", "t = ()\nfor k in range(100000):\n    t = (t,)"),
        (
            "tuples that double",
            "t = (1, 2)\n" + lines(60) { _ in "t = (t, t)" } + "\nif params['use']: t = (t, t)"
        ),
        ("zips in zips", "z = [1]\nfor k in range(100000):\n    z = zip(z, z)\nfor q in z: pass"),
        (
            "functions that double",
            "def f0(x): return x\n"
                + lines(22) { "def f\($0)(x): return f\($0 - 1)(x) + f\($0 - 1)(x)" }
                + "\ny = f22(1)"
        ),
        (
            "calls in calls",
            "def f0(x): return x\n" + lines(40) { "def f\($0)(x): return f\($0 - 1)(x)" }
                + "\ny = f40(1)"
        ),
        (
            "loops in loops",
            "for i in range(10000):\n    for j in range(10000):\n"
                + "        for k in range(10000): pass"
        ),
        (
            "loops in comprehensions",
            "x = [1 for a in range(10000) for b in range(10000) for c in range(10000)]"
        ),
        ("a long range", "for i in range(10**15): pass"),
        (
            "a long range, over and over",
            "for j in range(100000):\n    for i in range(10**9): break"
        ),
        ("operations", "x = close\nfor k in range(100000): x = x.shift(1) + k"),
        ("sums of lists", "a = [1] * 9999\nfor k in range(100000): x = sum(a)"),
        (
            "inner loops",
            "o = np.zeros(len(df))\nfor i in range(1, len(df)):\n"
                + "    for k in range(300000): o[i] = o[i] + k"
        ),
        (
            "functions in a loop over bars",
            "def f0(x): return x\n"
                + lines(22) { "def f\($0)(x): return f\($0 - 1)(x) + f\($0 - 1)(x)" }
                + "\no = np.zeros(len(df))\nfor i in range(len(df)):\n    o[i] = f22(close[i])"
        ),
        (
            "undefined names, over and over",
            lines(3_000) { "v\($0) = 1" } + "\nfor k in range(100000): x = nothing"
        ),
        (
            "a loop's far bar",
            "o = np.zeros(len(df))\nfor i in range(1, len(df)):\n"
                + "    o[i] = close[i + 9223372036854775807 + 1]"
        ),
        ("a window of all time", "x = close.rolling(9223372036854775807).mean()"),
        ("names of unlike letters", "x\u{200B} = 1\n\u{202E} = 2"),
        ("zeros", "x = \0\0\0 1"),
    ]

    /// What came with forms that stand for others.
    private static let refusedForms: [(String, String)] = [
        ("formats that double", "s = 'ab'\n" + lines(60) { _ in "s = '%s%s' % (s, s)" }),
        ("format() that doubles", "s = 'ab'\n" + lines(60) { _ in "s = '{0}{0}'.format(s)" }),
        ("lists that extend themselves", "a = [1]\nfor k in range(60): a.extend(a)"),
        ("dictionaries in dictionaries", "d = {}\nfor k in range(60000): d = dict(a=d)"),
        (
            "dictionaries that are updated",
            "d = {}\nfor k in range(60000):\n    e = {}\n"
                + "    e.update(a=d)\n    d = e"
        ),
        ("spread arguments", "a = [1] * 9999\nfor k in range(100000): print(*a)"),
        ("ranges of floats", "for k in range(100000): x = np.arange(300000)"),
        ("a range without end", "x = np.arange(1e308, -1e308, 1e-300)\ny = np.arange(0, 1e18)"),
        (
            "columns, over and over",
            "d = df.copy()\n"
                + "" + lines(900) { "d['c\($0)'] = close" } + "\nfor k in range(9999): e = d * 2"
        ),
        (
            "statistics, over and over",
            "for k in range(9999): x = close.rolling(3).agg(['mean'] * 999)"
        ),
        ("a time of no day", "x = df.index >= '2020-01-01 99999999999999999:1'"),
        (
            "a window of all time in a loop",
            "o = np.zeros(len(df))\n"
                + "for i in range(5, len(df)):\n"
                + "    o[i] = close[max(0, i - 9223372036854775807):i].max()"
        ),
        (
            "a far place of a list",
            "a = []\nfor i in range(len(df)):\n    a.append(close[i])\n"
                + "    x = a[-9223372036854775807 - 1]"
        ),
    ]

    @Test("is refused with a place", arguments: refused + refusedForms)
    func refusal(title: String, body: String) throws {
        let definition = StrategyText.definition(body: body)
        let errors = StrategyText.errors(definition)
        #expect(!errors.isEmpty)
        let source = SourceText(definition.code)
        for error in errors {
            #expect(error.position.line >= 1 && error.position.column >= 1)
            #expect(error.rendered(in: source).utf8.count < 3_000)
        }
        let error = #expect(throws: AlmanacError.self) { try StrategyText.compile(definition) }
        #expect(error?.kind == .validation)
        #expect((error?.message.utf8.count ?? 0) < 100_000)
    }

    private static let accepted: [(String, String)] = [
        (
            "the ends of whole numbers",
            "a = 9223372036854775807\nb = a + 1\nc = -a - 1\nd = abs(c)\ne = c // -1\n"
                + "f = c % -1\ng = -c\nh = a * a"
        ),
        (
            "formats of large numbers",
            "s = f'{123456789.5:.12f} {1e300:.2f} {5:.3f} {1e11:.12f} {-1e300:.0f} {1.5:.99f}'"
        ),
        (
            "ends of ranges",
            "for i in range(9223372036854775806, 9223372036854775807, 9223372036854775807):\n"
                + "    pass\n"
                + "for i, k in enumerate([1, 2], 9223372036854775807): pass\n"
                + "x = [1, 2, 3][::9223372036854775807]"
        ),
        (
            "comparisons with the ends in a loop",
            "o = np.zeros(len(df))\nfor i in range(1, len(df)):\n"
                + "    if i > 1e300 or i < -9223372036854775807: o[i] = 1"
        ),
        ("a list that holds itself", "a = [0, 0]\na[0] = a\nx = len(a)"),
        ("functions that hold each other", "def f(): return g\ndef g(): return f\nx = 1"),
        (
            "a long chain of lists",
            "h = [0]\nt = h\nfor k in range(20000):\n    n = [0]\n    t[0] = n\n    t = n"
        ),
        (
            "a long chain of functions",
            "def make(g): return lambda x: g(x)\nf = abs\nfor k in range(5000): f = make(f)"
        ),
        (
            "many names and branches",
            (0..<500).map { "if params['n'] > \($0 % 50): x\($0) = close" }.joined(separator: "\n")
        ),
        ("many empty lines", times("\n", 40_000)),
        ("a long name", times("x", 50_000) + " = 1"),
        ("a long comment", "# " + times("ü", 50_000)),
        ("a long list", "x = [" + times("1,", 30_000) + "]"),
    ]

    @Test("is accepted where it does no harm", arguments: accepted)
    func acceptance(title: String, body: String) throws {
        let definition = StrategyText.definition(body: body)
        let errors = StrategyText.errors(definition)
        #expect(errors.isEmpty, "\(errors.first?.message ?? "")")
        _ = try StrategyText.compile(definition)
    }

    @Test("texts with letters missing, doubled and swapped end in a strategy or located faults")
    func mutations() throws {
        var generator = SeededGenerator(seed: 17)
        let codes = ExampleStrategies.all.map { $0.document["code"]?.stringValue ?? "" }
        let pieces = [
            "(", ")", "[", "]", ":", "\n", "    ", "'", "-1", "=", "if ", "for ", ".", ",", "1e9",
            "not ",
        ]
        for round in 0..<4_000 {
            var letters = Array(codes[round % codes.count].unicodeScalars)
            for _ in 0...Int(generator.next() % 4) {
                let place = Int(generator.next() % UInt64(letters.count))
                switch generator.next() % 4 {
                case 0: letters.remove(at: place)
                case 1: letters.insert(letters[place], at: place)
                case 2: letters.swapAt(place, letters.count - 1 - place)
                default:
                    let piece = pieces[Int(generator.next() % UInt64(pieces.count))]
                    letters.insert(contentsOf: piece.unicodeScalars, at: place)
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: letters)
            let example = ExampleStrategies.all[round % codes.count]
            var definition = try StrategyDefinition(json: example.document, name: "mutated")
            definition.code = String(view)
            let isAccepted = StrategyText.errors(definition).isEmpty
            do throws(AlmanacError) {
                _ = try StrategyText.compile(definition)
            } catch {
                // What the checker accepts may only fail where the code itself raises.
                #expect(
                    !isAccepted || error.kind == .execution, "\(error.message)\n\(definition.code)")
                #expect(!error.message.isEmpty)
            }
        }
    }
}
