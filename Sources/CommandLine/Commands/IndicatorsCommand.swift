import AlmanacCore
import StrategyLanguage

/// `almanac indicators`.
enum IndicatorsCommand {
    static let command = Command(
        name: "indicators", summary: "List the functions that a strategy may call.",
        operands: [
            Command.Operand(
                name: "TEXT", summary: "only names that hold this text", isOptional: true)
        ],
        examples: [("almanac indicators stoch", "TA-Lib's stochastics with their arguments")]
    ) { (arguments, console) throws(AlmanacError) in
        let text = arguments.operands.first?.lowercased() ?? ""
        let rows = LanguageNames.functions.filter {
            text.isEmpty || $0.lowercased().contains(text)
        }
        if arguments.has("--json") {
            let documents = rows.map { name -> JSON in
                var object: JSONObject = ["name": .string(name)]
                if let signature = signature(name) {
                    object["inputs"] = .array(signature.inputs.map(JSON.string))
                    var options = JSONObject()
                    for option in signature.options {
                        options[option.name] = .number(option.defaultValue)
                    }
                    object["options"] = .object(options)
                    object["outputs"] = .array(signature.outputs.map(JSON.string))
                }
                return .object(object)
            }
            console.write(
                JSON.object(["success": true, "functions": .array(documents)]).text(pretty: true)
                    + "\n")
            return 0
        }
        for name in rows {
            let arguments = signature(name).map { signature in
                let options = signature.options.map { option in
                    "\(option.name)=\(JSON.text(of: option.defaultValue))"
                }
                return "(" + (signature.inputs + options).joined(separator: ", ") + ")"
            }
            console.write(name + (arguments ?? "") + "\n")
        }
        return 0
    }

    private static func signature(_ name: String) -> TALibSignature? {
        guard name.hasPrefix("talib.") else { return nil }
        return TALibFunction(rawValue: String(name.dropFirst("talib.".count)))?.signature
    }
}
