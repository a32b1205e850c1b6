import AlmanacCore
import StrategyLanguage
import Testing

@Suite struct ExampleStrategiesTests {
    @Test("names are unique, sorted and found")
    func names() {
        let names = ExampleStrategies.all.map(\.name)
        #expect(names.count >= 14)
        #expect(names == Array(Set(names)).sorted())
        for name in names { #expect(ExampleStrategies.named(name)?.name == name) }
        #expect(ExampleStrategies.named("none") == nil)
        for name in ["rsi", "pe_ratio", "pairs"] { #expect(names.contains(name)) }
    }

    @Test("each document has all parts and names only what it declares", arguments: documents)
    func documentIsComplete(document: JSON) throws {
        for key in ["name", "description", "version", "data_schema", "param_schema", "code"] {
            #expect(document[key] != nil, "\(key)")
        }
        #expect(try JSON.parse(document.text(pretty: true)).text() == document.text())
        let code = try #require(document["code"]?.stringValue)
        let slots = try #require(document["data_schema"]?.objectValue)
        let parameters = try #require(document["param_schema"]?.objectValue)
        #expect(Set(quoted(in: code, behind: "data['")) == Set(slots.keys))
        let settings: Set = ["execution_price", "execution_frequency"]
        #expect(
            Set(quoted(in: code, behind: "params['")) == Set(parameters.keys).subtracting(settings))
        #expect(parameters["execution_price"]?["default"]?.stringValue == "open")
        #expect(code.hasPrefix("def generate_signals("))
    }

    @Test("each default lies within its bounds", arguments: documents)
    func defaultsAreInBounds(document: JSON) throws {
        for (name, schema) in try #require(document["param_schema"]?.objectValue).members {
            guard let low = schema["min"]?.doubleValue, let high = schema["max"]?.doubleValue
            else { continue }
            let value = try #require(schema["default"]?.doubleValue, "\(name)")
            #expect((low...high).contains(value), "\(name)")
            #expect(schema["description"]?.stringValue?.isEmpty == false, "\(name)")
        }
    }

    static let documents = ExampleStrategies.all.map(\.document)

    /// The quoted names that stand behind a prefix.
    private func quoted(in code: String, behind prefix: String) -> [String] {
        var names: [String] = []
        var rest = Substring(code)
        while let range = rest.firstRange(of: prefix) {
            rest = rest[range.upperBound...]
            names.append(String(rest.prefix { $0 != "'" }))
        }
        return names
    }
}
