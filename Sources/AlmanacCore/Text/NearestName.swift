/// The name that a person most likely meant, or `nil` where none is close.
///
/// Compares without regard to case by the number of letters to insert, delete, replace or swap
/// (optimal string alignment); a third of the letters may differ. Of equally near names the first
/// one counts.
/// - Complexity: O(n × m) for each candidate.
public func nearestName(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= 200 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
        if distance < best?.distance ?? (max(1, wanted.count / 3) + 1) {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1] + [Int](repeating: 0, count: b.count)
        for j in b.indices {
            row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
            }
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
