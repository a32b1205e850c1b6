public import AlmanacCore

/// The sources that Almanac knows, by name and by host.
public enum SourceRegistry {
    /// Every source: those that need no key first, the sources for any address last.
    public static let all: [SourceDescription] =
        openMarkets + publicRecords + keyedMarkets + cryptoExchanges + social + hosted + web

    /// The source of a name, in any case, or of a site's name such as `twitter.com`.
    public static func find(_ name: String) -> SourceDescription? {
        let wanted = name.lowercased()
        return all.first { $0.name == wanted } ?? all.first { $0.hosts.contains(wanted) }
    }

    /// The source of a name.
    ///
    /// - Throws: `notFound` with the nearest name where there is none.
    public static func require(_ name: String) throws(AlmanacError) -> SourceDescription {
        if let source = find(name) { return source }
        throw AlmanacError(
            .notFound, "there is no source '\(name)'",
            details: ["source": .string(name), "sources": .array(all.map { .string($0.name) })],
            suggestion: nearestName(to: name.lowercased(), among: all.map(\.name)).map {
                "did you mean '\($0)'?"
            } ?? "see: almanac source list")
    }

    /// The source that an address belongs to: of the most particular host, else the source for any
    /// page.
    public static func source(of url: WebURL) -> SourceDescription? {
        guard url.isWeb, let host = url.host else { return nil }
        var best: (source: SourceDescription, length: Int)?
        for source in all {
            for suffix in source.hosts where host == suffix || host.hasSuffix("." + suffix) {
                if suffix.utf8.count > best?.length ?? 0 { best = (source, suffix.utf8.count) }
            }
        }
        return best?.source ?? find("page")
    }

    /// The sources that can give something, those that need no key first.
    public static func sources(giving kind: DataKind) -> [SourceDescription] {
        let giving = all.filter { $0.gives.contains(kind) }
        return giving.filter(\.needsNoKey) + giving.filter { !$0.needsNoKey }
    }
}
