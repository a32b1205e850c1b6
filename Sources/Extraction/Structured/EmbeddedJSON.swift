public import AlmanacCore

/// JSON that a page carries in a script, for its own program to read.
public struct EmbeddedJSON: Sendable {
    /// The script.
    public let element: Node
    /// The script's `id`, such as `__NEXT_DATA__`, or what the data is assigned to, such as
    /// `window.__INITIAL_STATE__`; empty where there is neither.
    public let name: String
    /// The data.
    public let value: JSON
    /// Whether the data was assigned in a program rather than being the whole script.
    public let isAssigned: Bool
}

extension Document {
    /// The JSON-LD of the page, one value for each script, in document order.
    ///
    /// Scripts that cannot be read even with their usual faults mended are left out.
    public func linkedData() -> [(element: Node, value: JSON)] {
        scripts().filter { $0.type.hasPrefix("application/ld+json") }.flatMap { script in
            (LooseJSON.values(in: scriptBytes(script.node)) ?? [])
                .filter { $0.objectValue.map { !$0.isEmpty } ?? ($0.arrayValue != nil) }
                .map { (script.node, $0) }
        }
    }

    /// The JSON in scripts other than JSON-LD: whole ones, and values assigned in programs.
    ///
    /// Only assignments of an object or array literal, or of `JSON.parse` of a text, are read; no
    /// program runs.
    public func embeddedJSON() -> [EmbeddedJSON] {
        scripts().flatMap { script -> [EmbeddedJSON] in
            let bytes = scriptBytes(script.node)
            if script.type.hasPrefix("application/ld+json") { return [] }
            if script.type.hasSuffix("json") || script.type.contains("json;") {
                return (LooseJSON.values(in: bytes) ?? []).map {
                    EmbeddedJSON(
                        element: script.node, name: identifier(of: script.node) ?? "", value: $0,
                        isAssigned: false)
                }
            }
            guard
                script.type.isEmpty || script.type.contains("javascript") || script.type == "module"
            else { return [] }
            return ScriptAssignments.find(in: bytes).map {
                EmbeddedJSON(element: script.node, name: $0.name, value: $0.value, isAssigned: true)
            }
        }
    }

    private func scripts() -> [(node: Node, type: String)] {
        allNodes.filter { isElement($0, named: "script") }.map {
            let type = (attribute("type", of: $0) ?? "").lowercased()
            return ($0, String(type.filter { !$0.isWhitespace }))
        }
    }

    private func scriptBytes(_ script: Node) -> ArraySlice<UInt8> {
        let record = nodes[script.index]
        guard Int(record.end) > script.index + 1 else { return [] }
        return textBytes(nodes[script.index + 1])
    }
}

/// Finds the literals that a program assigns.
enum ScriptAssignments {
    /// Bytes of literals that may be read in vain, as a multiple of the script's length.
    private static let budgetFactor = 4

    static func find(in bytes: ArraySlice<UInt8>) -> [(name: String, value: JSON)] {
        var found: [(name: String, value: JSON)] = []
        var budget = bytes.count * budgetFactor + 1_000
        var at = bytes.startIndex
        while let equals = bytes[at...].firstIndex(of: UInt8(ascii: "=")), budget > 0 {
            at = equals + 1
            guard let start = literalStart(bytes, at) else { continue }
            let name = name(bytes, before: equals)
            guard !name.isEmpty else { continue }
            var reader = LooseJSON(bytes, at: start.index)
            let value = try? start.isParsed ? parsedText(&reader) : reader.value()
            budget -= reader.at - start.index
            guard let value, isEnd(bytes, reader.at), !isBare(value) else { continue }
            found.append((name, value))
            at = reader.at
        }
        return found
    }

    private static func literalStart(
        _ bytes: ArraySlice<UInt8>, _ start: Int
    ) -> (index: Int, isParsed: Bool)? {
        var at = start
        while at < bytes.endIndex, isMarkupSpace(bytes[at]) { at += 1 }
        guard at < bytes.endIndex else { return nil }
        if bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") { return (at, false) }
        let call = "JSON.parse("
        return bytes[at...].starts(with: call.utf8) ? (at + call.utf8.count, true) : nil
    }

    private static func parsedText(_ reader: inout LooseJSON) throws(LooseJSON.Fault) -> JSON {
        try reader.skipBlank()
        guard let quote = reader.peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else {
            throw LooseJSON.Fault()
        }
        let text = try reader.string()
        guard let values = LooseJSON.values(in: Array(text.utf8)[...]), values.count == 1 else {
            throw LooseJSON.Fault()
        }
        return values[0]
    }

    /// What stands before the equals sign: a variable or a property such as `window.state`.
    private static func name(_ bytes: ArraySlice<UInt8>, before equals: Int) -> String {
        var end = equals
        while end > bytes.startIndex, isMarkupSpace(bytes[end - 1]) { end -= 1 }
        var start = end
        let extra = Array(".[]'\"-".utf8)
        while start > bytes.startIndex, end - start < 200,
            LooseJSON.isNameByte(bytes[start - 1]) || extra.contains(bytes[start - 1])
        { start -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Whether a literal ends here, rather than being part of an expression.
    private static func isEnd(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Bool {
        var at = index
        while at < bytes.endIndex, bytes[at] == 0x20 || bytes[at] == UInt8(ascii: ")") { at += 1 }
        return at >= bytes.endIndex || [0x0A, 0x0D, 0x3B, 0x2C, 0x7D].contains(bytes[at])
    }

    private static func isBare(_ value: JSON) -> Bool {
        value.objectValue?.isEmpty ?? value.arrayValue?.isEmpty ?? true
    }
}
