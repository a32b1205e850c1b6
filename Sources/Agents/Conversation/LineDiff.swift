/// The lines in which two texts differ.
enum LineDiff {
    /// Lines of the old text marked `- ` and of the new one marked `+ `, in order, without those
    /// that both have.
    ///
    /// - Complexity: O(n·m) lines.
    static func changes(from old: String, to new: String) -> [String] {
        let old = old.split(separator: "\n").map(String.init)
        let new = new.split(separator: "\n").map(String.init)
        var common = [[Int]](
            repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                common[i][j] =
                    old[i] == new[j]
                    ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
            }
        }
        var changes: [String] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                i += 1
                j += 1
            } else if j == new.count || (i < old.count && common[i + 1][j] >= common[i][j + 1]) {
                changes.append("- " + old[i].drop { $0 == " " })
                i += 1
            } else {
                changes.append("+ " + new[j].drop { $0 == " " })
                j += 1
            }
        }
        return changes
    }
}
