import Archive
import Glibc

// ALMANAC_TARGETS=archive-bench swift build -c release
let words = CommandLine.arguments.dropFirst()
if words.count > 2 || words.contains(where: { $0.hasPrefix("-") }) {
    print("usage: archive-bench [FOLDER OF PRICES [FOLDER FOR DATABASES]]")
    exit(words.contains("--help") ? 0 : 2)
}
let all = try RealSeries.all(in: words.first ?? "../shared/data/prices")
let figures = ChunkFigures()
figures.printSizes(all)
try figures.printSpeeds(all)
let store = StoreFigures(folder: words.dropFirst().first ?? "/tmp")
try store.printSizes(all)
var hours = RealSeries.joined("LEAN hourly", all)
// One series in the order of time: what is joined would be late rows.
let first = hours.times[0]
for row in hours.times.indices {
    hours.times[row] = first + Int64(row) * 3_600_000_000_000
    hours.knownAt[row] = hours.times[row] + 3_600_000_000_000
}
try store.printSpeeds(hours, ChunkFigures.synthetic(1 << 20).prices)
