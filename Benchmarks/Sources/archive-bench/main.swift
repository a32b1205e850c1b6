// usage: archive-bench [FOLDER OF PRICES]
let folder = CommandLine.arguments.dropFirst().first ?? "../shared/data/prices"
let all = try RealSeries.all(in: folder)
let figures = ChunkFigures()
figures.printSizes(all)
try figures.printSpeeds(all)
