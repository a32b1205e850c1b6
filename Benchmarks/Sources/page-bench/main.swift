import Extraction
import Glibc
import Measuring

// Times what is done with stored pages, on one core, as the best of several runs of each page:
// usage: page-bench FILE.html ...
// Beside it, selectolax_peer.py does the same with selectolax and lxml.

func best(of runs: Int, _ work: () throws -> Int) rethrows -> Double {
    var least = Double.infinity
    var total = 0
    for _ in 0..<runs {
        let start = threadSeconds()
        total &+= try work()
        least = min(least, threadSeconds() - start)
    }
    // The sum is used, so that the work cannot be left out.
    precondition(total >= 0, "counts are not negative")
    return least
}

let pages = CommandLine.arguments.dropFirst().map(fileBytes).filter { !$0.isEmpty }
let links = try Selector("a[href]")
var seconds: [(name: String, value: Double)] = [
    ("parse", 0), ("parse and select a[href]", 0), ("visible text", 0), ("main text", 0),
    ("parse and recipe", 0),
]
// Of each table row its first link, its first cell and its last.
let recipe = try CompiledRecipe(
    Recipe(
        text: """
            {"recipe": 1, "name": "rows", "records": {"elements": "tr"}, "fields": [
            {"name": "link", "type": "url",
             "from": [{"select": "a", "take": {"attribute": "href"}}]},
            {"name": "first", "from": [{"select": "td"}]},
            {"name": "last", "from": [{"select": "td:last-child"}]}]}
            """))
for page in pages {
    let document = try Document(html: page)
    seconds[0].value += try best(of: 7) { try Document(html: page).nodeCount }
    seconds[1].value += try best(of: 7) {
        let document = try Document(html: page)
        return document.select(links).reduce(0) {
            $0 + (document.attribute("href", of: $1)?.utf8.count ?? 0)
        }
    }
    seconds[2].value += best(of: 3) { document.visibleText(of: document.root).utf8.count }
    seconds[4].value += try best(of: 7) {
        try recipe.run(on: SourcePage(Document(html: page))).records.count
    }
    seconds[3].value += best(of: 3) { document.article().text.utf8.count }
}
let size = Double(pages.reduce(0) { $0 + $1.count }) / 1e6
print("\(pages.count) pages, \(size) MB")
for (name, value) in seconds { print("\(name): \(value * 1e3) ms") }
