import AlmanacCore
import Extraction
import Glibc

// Reads each pair of pages of an unpacked folder (CASE/old.html, old.json, new.html and
// eligible.json) and writes what the Doctor found, whether it would give it or not: one JSON
// object a line with records, confidences, evidence and times, for fitting and for measuring.
// With FLOW=1 it writes instead what a source would give, as `almanac recipe evaluate` does, with
// what decided; with BUILD=1 whether the old page's records make a recipe that gives them, and
// whether its first three records make one that gives all.

/// Says what is wrong and ends as a command does that was called wrongly.
func refuse(_ reason: String) -> Never {
    let text = "repair-bench: \(reason)\nusage: repair-bench FOLDER [PART/PARTS] [CASE]\n"
    _ = text.withCString { write(STDERR_FILENO, $0, text.utf8.count) }
    exit(2)
}

func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { refuse("\(path) cannot be read") }
    defer { fclose(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        guard count > 0 else { return result }
        result += buffer[..<count]
    }
}

func json(_ path: String) -> JSON {
    guard let value = try? JSON.parse(String(decoding: bytes(path), as: UTF8.self)) else {
        refuse("\(path) is no JSON")
    }
    return value
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
guard (2...4).contains(arguments.count), !arguments[1].hasPrefix("-") else {
    refuse("a folder is needed")
}
let folder = arguments[1]
let part = (arguments.count > 2 ? arguments[2] : "0/1").split(separator: "/").compactMap { Int($0) }
guard part.count == 2, part[1] > 0, (0..<part[1]).contains(part[0]) else {
    refuse("'\(arguments[2])' is no part such as 0/2")
}
let only = arguments.count > 3 ? arguments[3] : nil
let list = json(folder + "/eligible.json")
guard let cases = try? RecipeEvaluation.cases(list) else {
    refuse("\(folder)/eligible.json names no cases")
}
for (index, entry) in cases.enumerated() where index % part[1] == part[0] {
    if let only, !entry.name.contains(only) { continue }
    let path = folder + "/" + entry.name
    let example = RecipeEvaluation.Example(
        bytes: bytes(path + "/old.html"), answer: json(path + "/old.json"))
    if getenv("BUILD") != nil {
        print(RecipeEvaluation.built(entry, from: example).text())
        continue
    }
    let page = bytes(path + "/new.html")
    if getenv("FLOW") != nil {
        print(RecipeEvaluation.produced(entry, page: page, learnedFrom: example).text())
        continue
    }
    var clock = [now()]
    let answer = RecipeEvaluation.inspected(
        entry, page: page, learnedFrom: example, lap: { clock.append(now()) })
    clock.append(now())
    var object = answer.objectValue ?? JSONObject()
    object["seconds"] = .array(
        zip(clock, clock.dropFirst()).map { JSON.number((($1 - $0) * 1e4).rounded() / 1e4) })
    object["bytes"] = .integer(page.count)
    print(JSON.object(object).text())
}
