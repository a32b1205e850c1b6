/// Where a fetcher keeps answers: in memory for one command, in the archive for all.
package protocol ResponseStore: Sendable {
    /// The answer kept under a key.
    func load(_ key: String) async throws -> KeptResponse?
    /// Keeps an answer in place of an earlier one.
    func save(_ response: KeptResponse, _ key: String) async throws
    /// Forgets the answer kept under a key, if there is one.
    func remove(_ key: String) async throws
}

/// An answer that is kept, with the rules on its use.
package struct KeptResponse: Sendable {
    /// The answer.
    package var response: HTTPResponse
    /// What may be done with it.
    package var rules: CacheRules

    /// Makes a kept answer.
    package init(response: HTTPResponse, rules: CacheRules) {
        self.response = response
        self.rules = rules
    }
}

/// Keeps answers for as long as the program runs, up to a number of bytes.
package actor MemoryResponseStore: ResponseStore {
    private var kept: [String: KeptResponse] = [:]
    private var order: [String] = []
    private var bytes = 0
    private let maximumBytes: Int

    /// Makes a store that drops the oldest answers beyond so many bytes of bodies.
    package init(maximumBytes: Int = 64_000_000) {
        self.maximumBytes = maximumBytes
    }

    package func load(_ key: String) -> KeptResponse? { kept[key] }

    package func save(_ response: KeptResponse, _ key: String) {
        drop(key)
        kept[key] = response
        order.append(key)
        bytes += response.response.body.count
        while bytes > maximumBytes, let oldest = order.first { drop(oldest) }
    }

    package func remove(_ key: String) { drop(key) }

    private func drop(_ key: String) {
        guard let old = kept.removeValue(forKey: key) else { return }
        bytes -= old.response.body.count
        order.removeAll { $0 == key }
    }
}
