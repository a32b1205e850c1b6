/// The shared value of each node for each key of what it depends on.
struct ResolvedValues {
    /// By node and key, one more than the value; for the keys up to a limit, as far as they occur.
    private var near: [[Int32]]
    private var far: [[Int: Int]]

    /// The most keys of a node that have a place in an array.
    private static let nearCount = 1 << 16

    init(nodeCount: Int) {
        near = Array(repeating: [], count: nodeCount)
        far = Array(repeating: [:], count: nodeCount)
    }

    subscript(node: Int, key: Int) -> Int? {
        get {
            if key < near[node].count {
                let value = near[node][key]
                return value > 0 ? Int(value) - 1 : nil
            }
            return key < Self.nearCount ? nil : far[node][key]
        }
        set {
            guard key < Self.nearCount else {
                far[node][key] = newValue
                return
            }
            while near[node].count <= key { near[node].append(0) }
            near[node][key] = newValue.map { Int32($0 + 1) } ?? 0
        }
    }
}
