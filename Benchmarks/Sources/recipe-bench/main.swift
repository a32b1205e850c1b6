import AlmanacCore
import BundledPrices
import Extraction
import Glibc
import Measuring

// Builds and runs a recipe for every page of a labelled folder, as `almanac recipe evaluate` does:
// usage: recipe-bench FOLDER lists|pages [PART OF A CASE'S NAME] > PREDICTIONS.jsonl
//
// ALMANAC_TARGETS=recipe-bench swift build -c release
//
// Each line has the milliseconds that parsing, building and running took; with the environment's
// EXPLAIN set, the recipe goes to the error stream; with SCOUT set, nothing but the page is given.

func bytes(of path: String) -> [UInt8] {
    let all = fileBytes(path)
    guard path.hasSuffix(".gz") else { return all }
    return (try? all.withUnsafeBytes { try Gzip.decompress($0, limit: 1 << 27) }) ?? []
}

func processorMilliseconds() -> Double { threadSeconds() * 1_000 }

let words = CommandLine.arguments.dropFirst().map { $0 }
guard words.count >= 2, let kind = RecipeEvaluation.Kind(rawValue: words[1]) else {
    fatalError("usage: recipe-bench FOLDER lists|pages [PART OF A CASE'S NAME]")
}
let folder = words[0]
let text = String(decoding: bytes(of: folder + "/eligible.json"), as: UTF8.self)
for entry in try RecipeEvaluation.cases(JSON.parse(text)) {
    if words.count > 2, !entry.name.contains(words[2]) { continue }
    let page = bytes(of: folder + "/" + entry.name)
    let start = processorMilliseconds()
    let answer =
        getenv("SCOUT") != nil
        ? RecipeEvaluation.scouted(entry, page: page)
        : RecipeEvaluation.answer(entry, page: page, kind: kind)
    var object = answer.objectValue ?? JSONObject()
    object["milliseconds"] = .number((processorMilliseconds() - start).rounded())
    print(JSON.object(object).text())
    if getenv("EXPLAIN") != nil, let source = try? SourcePage(bytes: page) {
        let built = try? RecipeBuilder(entry.fields, expects: kind == .lists ? .many : .one)
            .build(from: [source])
        let text = entry.name + "\n" + (built?.json.text(pretty: true) ?? "nothing") + "\n"
        _ = text.withCString { write(2, $0, strlen($0)) }
    }
}
