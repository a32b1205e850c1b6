/// The candidate that a mistyped name most likely means, if any is close enough.
///
/// Names are close when at most a third of their letters, and one at least, must be inserted,
/// deleted or replaced (Levenshtein's distance, without regard to case); the first of equals wins.
func nearestName(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased().utf8)
        let limit = max(1, max(wanted.count, other.count) / 3)
        let found = editDistance(wanted, other)
        if found <= limit, best.map({ found < $0.distance }) ?? true { best = (candidate, found) }
    }
    return best?.name
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
