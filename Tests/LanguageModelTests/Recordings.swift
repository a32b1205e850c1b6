import AlmanacCore
import TestSupport
import Testing

/// True exchanges with providers, as others recorded them.
enum Recordings {
    /// One request and its answer.
    struct Exchange: Sendable {
        /// Folder, file and number.
        var name: String
        var request: JSON
        var status: Int
        /// The answer where it came whole.
        var answer: JSON?
        /// The stream where it came in pieces.
        var stream: String?

        var isMessages: Bool { name.hasPrefix("test_anthropic/") }
    }

    /// The exchanges, read by Python's YAML; nil where either is missing.
    static let all: [Exchange]? = {
        guard let folder = SharedData.folder else { return nil }
        let script = """
            import glob, json, yaml
            rows = []
            for path in sorted(glob.glob('\(folder)/data/api/llm/test_*/*.yaml')):
                for i, x in enumerate(yaml.safe_load(open(path))['interactions']):
                    q, a = x['request'], x['response']
                    u = q['uri'].split('?')[0]
                    if not u.endswith(('/messages', '/chat/completions')): continue
                    b = a.get('parsed_body')
                    rows.append({'name': '/'.join(path.split('/')[-2:]) + '#%d' % i,
                      'request': q.get('parsed_body') or {}, 'status': a['status']['code'],
                      'answer': b, 'stream': None if b else a['body'].get('string')})
            print(json.dumps(rows, default=str))
            """
        guard let data = try? Program.run(["python3", "-c", script]),
            let rows = try? JSON.parse(String(decoding: data, as: UTF8.self)).arrayValue
        else { return nil }
        return rows.map { row in
            Exchange(
                name: row["name"]?.stringValue ?? "", request: row["request"] ?? .null,
                status: row["status"]?.intValue ?? 0,
                answer: row["answer"].flatMap { $0 == .null ? nil : $0 },
                stream: row["stream"]?.stringValue)
        }
    }()

    /// The exchange of a file.
    static func exchange(_ file: String, _ number: Int = 0) throws -> Exchange {
        let found = all?.first { $0.name.hasSuffix("/\(file).yaml#\(number)") }
        return try #require(found, "no recording \(file) \(number)")
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where the recordings, or Python's YAML, are absent.
    static var requiresRecordings: Self {
        .enabled(
            if: Recordings.all != nil,
            "needs ../shared/data/api/llm and python3 with yaml (python3-yaml)")
    }
}
