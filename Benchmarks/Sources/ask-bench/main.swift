import Agents
import AlmanacCore
import Measuring

// Plans every sentence of some files and says how long reading takes, in processor time:
// usage: ask-bench FILE ...
//
// ALMANAC_TARGETS=ask-bench swift run -c release ask-bench Tests/AgentsTests/Fixtures/*.txt
//
// Sentences are the lines that begin with "> ".

let files = CommandLine.arguments.dropFirst()
guard !files.isEmpty else { fatalError("usage: ask-bench FILE ...") }
var sentences: [String] = []
for file in files {
    for line in String(decoding: fileBytes(file), as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("> ") {
        sentences.append(String(line.dropFirst(2)))
    }
}

var start = threadSeconds()
let planner = Planner()
_ = try? planner.plan("golden cross on KO")
print("the first plan, tables included:", milliseconds(threadSeconds() - start))

/// The least of three times that a sentence takes.
@MainActor func time(_ sentence: String) -> Double {
    (0..<3).map { _ in
        let start = threadSeconds()
        _ = try? planner.plan(sentence)
        return threadSeconds() - start
    }.min() ?? 0
}

func milliseconds(_ seconds: Double) -> String { "\((seconds * 100_000).rounded() / 100) ms" }

func report(_ name: String, _ times: [Double]) {
    let sorted = times.sorted()
    guard let slowest = sorted.last else { return }
    print(
        name, "\(times.count) texts: mean",
        milliseconds(times.reduce(0, +) / Double(times.count)), "median",
        milliseconds(sorted[times.count / 2]), "95th of a hundred",
        milliseconds(sorted[times.count * 95 / 100]), "slowest", milliseconds(slowest))
}

report("one sentence,", sentences.map(time))
// What people write at length: neighbours joined until 500 characters are reached.
var long: [String] = []
var text = ""
for sentence in sentences {
    text += text.isEmpty ? sentence : ". " + sentence
    guard text.count >= 500 else { continue }
    long.append(String(text.prefix(500)))
    text = ""
}
report("500 characters,", long.map(time))
