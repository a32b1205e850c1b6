public import AlmanacCore
import TimeSeries

extension StrategyDefinition {
    /// Reads a definition from its JSON document or from Python source that holds `DATA_SCHEMA`,
    /// `PARAM_SCHEMA` and `generate_signals`; which one it is, the first character tells.
    ///
    /// Neither form is executed.
    /// - Parameters:
    ///   - text: The file's text.
    ///   - name: The name to use where the text gives none.
    /// - Throws: A `validation_error` that names the field, or the line and column.
    public static func read(
        _ text: String, name: String
    ) throws(AlmanacError) -> StrategyDefinition {
        guard text.utf8.count <= 4 * SourceText.maxByteCount else {
            throw AlmanacError(.validation, "the strategy is larger than 1 MiB")
        }
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        guard let first else {
            throw AlmanacError(
                .validation, "the strategy is empty",
                suggestion: "`almanac strategies show rsi` prints one to start from")
        }
        guard first == "{" else { return try readPython(text, name: name) }
        do {
            return try StrategyDefinition(json: try JSON.parse(text), name: name)
        } catch let error as JSONSyntaxError {
            throw AlmanacError(
                .validation,
                "the strategy is not valid JSON: \(error.message) at line \(error.line), "
                    + "column \(error.column)",
                details: ["line": .integer(error.line), "column": .integer(error.column)])
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "\(error)")
        }
    }

    /// Reads a definition from its JSON document.
    /// - Throws: A `validation_error` that names the field.
    public init(json: JSON, name: String) throws(AlmanacError) {
        guard let object = json.objectValue else {
            throw DefinitionFault("the strategy", "must be a JSON object").error
        }
        guard let code = object["code"]?.stringValue else {
            throw DefinitionFault("code", "must be the strategy's code as text").error
        }
        self.init(
            name: object["name"]?.stringValue ?? name,
            summary: object["description"]?.stringValue ?? "",
            version: object["version"]?.intValue ?? 1,
            slots: try SchemaReader.slots(object["data_schema"]),
            parameters: try SchemaReader.parameters(object["param_schema"]), code: code)
        provenance = try DefaultProvenance.read(object["provenance"], parameters: parameters)
    }

    private static func readPython(
        _ text: String, name: String
    ) throws(AlmanacError) -> StrategyDefinition {
        let (statements, diagnostics) = Parser.parse(text)
        if !diagnostics.isEmpty { throw StrategyFault(diagnostics, in: text).error }
        var literals: [String: JSON] = [:]
        for statement in statements {
            guard case .assign(let targets, let value) = statement.kind,
                case .name(let target)? = targets.first?.kind, targets.count == 1,
                StrategyDefinition.schemaNames.contains(target)
            else { continue }
            guard let literal = SchemaReader.literal(value) else {
                throw AlmanacError(
                    .validation, "\(target) must be a literal",
                    details: ["line": .integer(statement.position.line)],
                    suggestion: "write the dictionary out, without calls or names")
            }
            literals[target] = literal
        }
        guard let dataSchema = literals["DATA_SCHEMA"] else {
            throw AlmanacError(
                .validation, "the file has no DATA_SCHEMA",
                suggestion: "DATA_SCHEMA = {\"prices\": {\"frequency\": \"1Day\", "
                    + "\"columns\": [\"close\"]}}")
        }
        var definition = StrategyDefinition(
            name: literals["NAME"]?.stringValue ?? name,
            summary: literals["DESCRIPTION"]?.stringValue ?? "",
            version: literals["VERSION"]?.intValue ?? 1,
            slots: try SchemaReader.slots(dataSchema),
            parameters: try SchemaReader.parameters(literals["PARAM_SCHEMA"]), code: text)
        definition.provenance = try DefaultProvenance.read(
            literals["PROVENANCE"], parameters: definition.parameters)
        return definition
    }
}
