import AlmanacCore
import Glibc
import Measuring
import SignalProcessing
import TimeSeries

// Reads a file of posts and sends it through the steps, saying what each part takes:
// usage: signal-bench POSTS.jsonl
//
// ALMANAC_TARGETS=signal-bench swift build -c release

var start = threadSeconds()

@MainActor func measured(_ name: String) {
    let now = threadSeconds()
    let seconds = (now - start) * 1_000
    print(name, seconds.rounded(), "ms")
    start = threadSeconds()
}

let words = CommandLine.arguments.dropFirst().map { $0 }
guard words.count == 1 else { fatalError("usage: signal-bench POSTS.jsonl") }
let text = fileBytes(words[0])
measured("file")
let file = try PostFile(text, name: words[0])
measured("reading \(file.posts.count) posts")
var steps = SignalPipeline.steps(PrivacyPolicy(), .companies, ["ANY"])
var read = file.posts.map { ReadPost($0) }
start = threadSeconds()
for index in steps.indices {
    let name = steps[index].name
    for post in read.indices { steps[index].prepare(&read[post]) }
    measured("\(name), by itself")
    for post in read.indices { steps[index].process(&read[post]) }
    measured("\(name), beside others")
}
var aggregator = SignalAggregator(BarGrid(frequency: .day1, calendar: .newYork))
var rows: [SignalRow] = []
for post in read { rows += aggregator.add(post) }
measured("aggregate")

/// What came out, in one word.
func digest(_ rows: [SignalRow], _ posts: [ReadPost]) -> String {
    let digest = SHA256()
    for row in rows { digest.update(row.values) }
    for post in posts {
        let scores = [post.sentiment?.score ?? 0, post.sentiment?.confidence ?? 0]
        digest.update(scores + [post.novelty, post.suspicion.value, post.weight])
        digest.update(post.duplicate?.of ?? "")
        digest.update(post.language.code)
        digest.update(post.links.map(\.symbol).joined(separator: " "))
        digest.update(post.faults.map(\.rawValue).joined(separator: " "))
        digest.update(post.ambiguous.joined(separator: " "))
        digest.update(post.text)
    }
    return digest.finish()
}

print(digest(rows, read))
