/// A name and a value from a page's head: OpenGraph, Dublin Core, Twitter, or a plain `meta`.
public struct MetaValue: Sendable, Equatable {
    /// The name as written, such as `og:title`, `article:published_time` or `description`.
    public let name: String
    /// The value, without white space around it.
    public let content: String
    /// The element that says so.
    public let element: Node
}

extension Document {
    /// The `meta` elements that name a value, in document order; one with several names comes
    /// several times.
    public func metaValues() -> [MetaValue] {
        allNodes.filter { isElement($0, named: "meta") }.flatMap { node -> [MetaValue] in
            guard let content = attribute("content", of: node) else { return [] }
            var names = attribute("property", of: node)?.words ?? []
            if let name = attribute("name", of: node)?.trimmed, !name.isEmpty { names.append(name) }
            if let name = attribute("http-equiv", of: node)?.trimmed, !name.isEmpty {
                names.append(name)
            }
            var seen: Set<String> = []
            return names.filter { seen.insert($0).inserted }.map {
                MetaValue(name: $0, content: content.trimmed, element: node)
            }
        }
    }

    /// The properties of the Open Graph protocol, and of the vocabularies declared beside it.
    ///
    /// A `meta` counts whose `property` has a prefix that the protocol knows or the page declares.
    public func openGraph() -> [MetaValue] {
        let known = openGraphNamespaces()
        return allNodes.filter { isElement($0, named: "meta") }.flatMap { node -> [MetaValue] in
            guard let content = attribute("content", of: node) else { return [] }
            return (attribute("property", of: node)?.words ?? []).filter { name in
                known.contains { name.hasPrefix($0.prefix + ":") }
            }.map { MetaValue(name: $0, content: content.trimmed, element: node) }
        }
    }

    /// The prefixes that Open Graph properties may have here, with what they stand for.
    public func openGraphNamespaces() -> [(prefix: String, uri: String)] {
        var found: [(prefix: String, uri: String)] = []
        for node in allNodes where ["html", "head"].contains(name(of: node)) {
            let words = attribute("prefix", of: node)?.words ?? []
            for (prefix, uri) in zip(words, words.dropFirst()) where prefix.hasSuffix(":") {
                found.append((String(prefix.dropLast()), uri))
            }
            for (name, uri) in attributes(of: node) where name.hasPrefix("xmlns:") {
                found.append((String(name.dropFirst(6)), uri))
            }
        }
        let standard = [
            ("og", "http://ogp.me/ns#"), ("music", "http://ogp.me/ns/music#"),
            ("video", "http://ogp.me/ns/video#"), ("article", "http://ogp.me/ns/article#"),
            ("book", "http://ogp.me/ns/book#"), ("profile", "http://ogp.me/ns/profile#"),
            ("product", "http://ogp.me/ns/product#"),
        ]
        for (prefix, uri) in standard where !found.contains(where: { $0.prefix == prefix }) {
            found.append((prefix, uri))
        }
        return found
    }
}
