import AlmanacCore
import Networking
import TestSupport
import Testing

/// Recorded exchanges in the forms of VCR (YAML) and Betamax (JSON): of YAML only what such files
/// hold is read.
struct Cassette {
    /// One exchange.
    struct Exchange {
        var method: String
        var url: String
        var response: HTTPResponse
    }

    var exchanges: [Exchange] = []

    init(_ path: String) throws {
        let text = String(decoding: try sharedBytes(path), as: UTF8.self)
            .replacing("\r\n", with: "\n")
        if text.utf8.first == UInt8(ascii: "{") {
            try readJSON(text)
        } else {
            try readYAML(text)
        }
        try #require(!exchanges.isEmpty, "\(path) holds no exchanges")
    }

    /// The answer to the first exchange whose address holds a text.
    func response(_ part: String) throws -> HTTPResponse {
        try #require(exchanges.first { $0.url.contains(part) }, "nothing of \(part)").response
    }

    private mutating func add(
        _ method: String, _ url: String, _ status: Int, _ headers: HTTPHeaders, _ body: String
    ) throws {
        let address = try #require(WebURL(url))
        exchanges.append(
            Exchange(
                method: method.uppercased(), url: url,
                response: HTTPResponse(
                    status: status, headers: headers, body: Array(body.utf8), url: address)))
    }

    private mutating func readJSON(_ text: String) throws {
        let json = try JSON.parse(text, maxDepth: 512)
        let list = json["interactions"]?.arrayValue ?? json["http_interactions"]?.arrayValue ?? []
        for item in list {
            let status = item["response"]?["status"]
            try add(
                item["request"]?["method"]?.stringValue ?? "get",
                item["request"]?["uri"]?.stringValue ?? "",
                status?["code"]?.intValue ?? status?["status_code"]?.intValue ?? 0, [:],
                item["response"]?["body"]?["string"]?.stringValue ?? "")
        }
    }

    private mutating func readYAML(_ text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var method = ""
        var url = ""
        var status = 0
        var body = ""
        var isResponse = false
        var row = 0
        func close(_ cassette: inout Cassette) throws {
            if isResponse { try cassette.add(method, url, status, [:], body) }
        }
        while row < lines.count {
            let line = lines[row].drop { $0 == " " }
            if line.hasPrefix("- request:") {
                try close(&self)
                isResponse = false
            } else if line.hasPrefix("response:") {
                isResponse = true
            } else if line.hasPrefix("method: ") {
                method = String(line.dropFirst(8))
            } else if line.hasPrefix("uri: ") {
                url = String(line.dropFirst(5))
            } else if line.hasPrefix("code: ") || line.hasPrefix("status_code: ") {
                status = Int(line.split(separator: " ").last ?? "") ?? 0
            } else if line.hasPrefix("string: "), isResponse {
                body = Self.scalar(lines, &row, line.dropFirst(8))
            }
            row += 1
        }
        try close(&self)
    }

    /// A quoted scalar over several lines: a line break is a space, an empty line a line break.
    private static func scalar(
        _ lines: [Substring], _ row: inout Int, _ first: Substring
    ) -> String {
        guard let quote = first.first, quote == "'" || quote == "\"" else { return String(first) }
        var output: [Character] = []
        var rest = first.dropFirst()
        while true {
            var index = rest.startIndex
            while index < rest.endIndex {
                let character = rest[index]
                let next = rest.index(after: index)
                if character == "'", quote == "'" {
                    guard next < rest.endIndex, rest[next] == "'" else { return String(output) }
                    output.append("'")
                    index = rest.index(after: next)
                    continue
                }
                if character == "\"", quote == "\"" { return String(output) }
                if character == "\\", quote == "\"", next < rest.endIndex {
                    index = escape(rest, next, &output)
                    continue
                }
                output.append(character)
                index = next
            }
            let isEscapedEnd = quote == "\"" && rest.last == "\\"
            row += 1
            guard row < lines.count else { return String(output) }
            rest = lines[row].drop { $0 == " " }
            if isEscapedEnd { continue }
            if rest.isEmpty {
                output.append("\n")
            } else if output.last != "\n" {
                output.append(" ")
            }
        }
    }

    /// Reads what follows a backslash, and returns where to go on.
    private static func escape(
        _ text: Substring, _ index: Substring.Index, _ output: inout [Character]
    ) -> Substring.Index {
        let lengths: [Character: Int] = ["x": 2, "u": 4, "U": 8]
        let after = text.index(after: index)
        if let length = lengths[text[index]] {
            let end = text.index(after, offsetBy: length, limitedBy: text.endIndex) ?? text.endIndex
            let code = UInt32(text[after..<end], radix: 16).flatMap(Unicode.Scalar.init)
            output.append(code.map(Character.init) ?? "?")
            return end
        }
        let plain: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r", "0": "\0"]
        output.append(plain[text[index]] ?? text[index])
        return after
    }
}
