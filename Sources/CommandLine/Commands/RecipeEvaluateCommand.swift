import AlmanacCore
import BundledPrices
import Extraction
import Glibc

/// `almanac recipe evaluate`.
enum RecipeEvaluateCommand {
    static let command = Command(
        name: "recipe evaluate",
        summary: "Write what recipes read from a labelled folder of pages.",
        operands: [
            Command.Operand(
                name: "FOLDER", summary: "pages, and eligible.json with the fields of each case")
        ],
        options: [
            Command.Option("--kind", "KIND", "lists, pages or versions"),
            Command.Option("--out", "FILE", "where the predictions go, one JSON object a line"),
            Command.Option(
                "--with-example", nil,
                "only sites with two pages: learn from the other page and its values"),
            Command.Option(
                "--scout", nil, "only lists: what is found with nothing given, names and all"),
            Command.Option(
                "--reading", nil,
                "only versions: what is found on the new page before it is written as a recipe"),
            Command.Option("--time", nil, "say how long each case took"),
        ],
        examples: [
            (
                "almanac recipe evaluate record-lists --kind lists --out predictions.jsonl",
                "builds a recipe for each page from names and types, and runs it"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        guard let kind = try arguments.choice("--kind", RecipeEvaluation.Kind.self) else {
            throw arguments.usage("--kind says what the folder holds")
        }
        guard let out = arguments.value("--out") else {
            throw arguments.usage("--out says where the predictions go")
        }
        try FileSystem.requireWritable(out)
        let folder = arguments.operands[0]
        let cases = try RecipeEvaluation.cases(read(folder + "/eligible.json"))
        var lines = ""
        var count = 0
        for entry in cases {
            let start = console.seconds()
            guard
                let answer = try arguments.has("--scout")
                    ? RecipeEvaluation.scouted(entry, page: bytes(folder + "/" + entry.name))
                    : answer(
                        entry, cases, folder, kind, withExample: arguments.has("--with-example"),
                        reading: arguments.has("--reading"))
            else { continue }
            var object = answer.objectValue ?? JSONObject()
            if arguments.has("--time") {
                let milliseconds = ((console.seconds() - start) * 1e6).rounded() / 1e3
                object["milliseconds"] = .number(milliseconds)
            }
            lines += JSON.object(object).text() + "\n"
            count += 1
        }
        try FileSystem.write(lines, to: out)
        if arguments.has("--json") {
            let document: JSON = [
                "success": true, "cases": .integer(count), "predictions": .string(out),
            ]
            console.write(document.text(pretty: true) + "\n")
        } else {
            console.write("\(count) cases answered in \(out)\n")
        }
        return 0
    }

    /// The answer to one case; nil where the case is left out.
    private static func answer(
        _ entry: RecipeEvaluation.Case, _ cases: [RecipeEvaluation.Case], _ folder: String,
        _ kind: RecipeEvaluation.Kind, withExample: Bool, reading: Bool
    ) throws(AlmanacError) -> JSON? {
        let path = folder + "/" + entry.name
        switch kind {
        case .lists: return RecipeEvaluation.answer(entry, page: try bytes(path), kind: kind)
        case .pages where !withExample:
            return RecipeEvaluation.answer(entry, page: try bytes(path), kind: kind)
        case .pages:
            guard let other = twin(of: entry, cases) else { return nil }
            let stem = folder + "/" + other.name.replacing(".testhtml.gz", with: "")
            let example = RecipeEvaluation.Example(
                bytes: try bytes(folder + "/" + other.name), answer: try answer(stem))
            return RecipeEvaluation.answer(
                entry, page: try bytes(path), learnedFrom: example, kind: kind)
        case .versions:
            let example = RecipeEvaluation.Example(
                bytes: try bytes(path + "/old.html.gz"), answer: try answer(path + "/old"))
            let page = try bytes(path + "/new.html.gz")
            guard reading else {
                return RecipeEvaluation.produced(entry, page: page, learnedFrom: example)
            }
            return RecipeEvaluation.answer(
                entry, page: page, learnedFrom: example,
                kind: example.isOne ? .pages : .versions)
        }
    }

    /// The other page of a site that has two.
    private static func twin(
        of entry: RecipeEvaluation.Case, _ cases: [RecipeEvaluation.Case]
    ) -> RecipeEvaluation.Case? {
        let site = entry.name.split(separator: "/").first
        let others = cases.filter { $0.name.split(separator: "/").first == site && $0 != entry }
        return others.count == 1 ? others[0] : nil
    }

    private static func read(_ path: String) throws(AlmanacError) -> JSON {
        let text = String(decoding: try bytes(path), as: UTF8.self)
        do {
            return try JSON.parse(text)
        } catch {
            throw AlmanacError(
                .validation, "\(path) is no JSON document: \(error.message)",
                details: ["path": .string(path), "line": .integer(error.line)])
        }
    }

    /// An answer, compressed or not.
    private static func answer(_ stem: String) throws(AlmanacError) -> JSON {
        let plain = stem + ".json"
        return try read(access(plain, R_OK) == 0 ? plain : plain + ".gz")
    }

    private static func bytes(_ path: String) throws(AlmanacError) -> [UInt8] {
        let limit = DocumentLimits().byteCount
        let bytes = try FileSystem.read(path, limit: limit)
        guard path.hasSuffix(".gz") else { return bytes }
        do {
            return try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: limit) }
        } catch {
            throw AlmanacError(
                .dataFetch, "\(path) cannot be unpacked: \(error)",
                details: ["path": .string(path)])
        }
    }
}
