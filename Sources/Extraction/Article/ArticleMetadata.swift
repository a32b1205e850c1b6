import AlmanacCore

/// What a page says about its article, the most explicit statement first.
struct ArticleMetadata {
    var title: String?
    var authors: [String] = []
    var published: FeedTime?
    var modified: FeedTime?
    var language: String?
    var summary: String?
    var siteName: String?
    var canonicalURL: String?

    init(_ document: Document) {
        let item = Self.article(in: document.linkedData().map(\.value))
        var meta: [String: String] = [:]
        for value in document.metaValues() where !value.content.isEmpty {
            let name = value.name.lowercased()
            if meta[name] == nil { meta[name] = value.content }
        }
        func first(_ names: [String]) -> String? { names.compactMap { meta[$0] }.first }
        siteName = first(["og:site_name", "application-name"])
        title = Self.title(
            document, item, first(["og:title", "twitter:title", "dc.title", "title"]))
        authors = Self.authors(document, item, meta)
        let written =
            item?["datePublished"]?.stringValue
            ?? first([
                "article:published_time", "article:published", "og:published_time", "datepublished",
                "date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date",
                "publish-date", "pubdate", "publishdate", "article.published", "sailthru.date",
                "publication_date", "last-modified",
            ]) ?? Self.writtenTime(document)
        published = written.map(FeedTime.init)
        modified =
            (item?["dateModified"]?.stringValue
            ?? first(["article:modified_time", "og:updated_time"]))
            .map(FeedTime.init)
        language =
            document.rootElement.flatMap { document.attribute("lang", of: $0) }
            ?? item?["inLanguage"]?.stringValue
            ?? first(["content-language", "og:locale", "language"])
        language = language?.trimmed.replacing("_", with: "-")
        summary =
            first(["og:description", "description", "twitter:description", "dc.description"])
            ?? item?["description"]?.stringValue
        let links = document.allNodes.filter { document.isElement($0, named: "link") }
        canonicalURL =
            links.first { document.attribute("rel", of: $0)?.lowercased() == "canonical" }
            .flatMap {
                document.url("href", of: $0)?.description ?? document.attribute("href", of: $0)
            }
            ?? meta["og:url"]
    }

    // MARK: - JSON-LD

    /// The article that linked data describes, wherever it nests.
    private static func article(in values: [JSON]) -> JSONObject? {
        var queue = values[...]
        var seen = 0
        while let value = queue.popFirst(), seen < 10_000 {
            seen += 1
            if let elements = value.arrayValue {
                queue += elements
            } else if let object = value.objectValue {
                if types(object).contains(where: isArticle) { return object }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item"] {
                    if let inner = object[key] { queue.append(inner) }
                }
            }
        }
        return nil
    }

    private static func types(_ object: JSONObject) -> [String] {
        guard let type = object["@type"] else { return [] }
        return type.stringValue.map { [$0] } ?? (type.arrayValue ?? []).compactMap(\.stringValue)
    }

    private static func isArticle(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("Posting") || type.hasSuffix("BlogPost")
            || type == "Report" || type.hasSuffix("Review")
    }

    private static func names(_ value: JSON?) -> [String] {
        guard let value else { return [] }
        if let text = value.stringValue { return [text] }
        if let elements = value.arrayValue {
            return elements.prefix(50).flatMap { $0.arrayValue == nil ? names($0) : [] }
        }
        guard let name = value["name"] else { return [] }
        return name.stringValue.map { [$0] } ?? (name.arrayValue ?? []).compactMap(\.stringValue)
    }

    // MARK: - Title

    private static func title(_ document: Document, _ item: JSONObject?, _ meta: String?) -> String?
    {
        let headings = document.allNodes.filter { document.isElement($0, named: "h1") }
            .map { document.visibleLine(of: $0) }.filter { !$0.isEmpty }
        let element =
            document.allNodes.first { document.isElement($0, named: "title") }
            .map { document.textContent(of: $0).words.joined(separator: " ") } ?? ""
        let headline = item?["headline"]?.stringValue.map(decoded)
        // A heading that the page's own title starts with is the headline as readers see it.
        if headings.count == 1, headings[0].count > 10 {
            if element.isEmpty || element.contains(headings[0]) { return headings[0] }
        }
        if let headline, !headline.isEmpty { return headline }
        if let meta { return decoded(meta) }
        if headings.count == 1 { return headings[0] }
        return element.isEmpty ? nil : withoutSite(element)
    }

    /// Text whose character references were escaped once too often.
    private static func decoded(_ text: String) -> String {
        guard text.contains("&"), let page = try? Document(html: text) else { return text.trimmed }
        return page.visibleLine(of: page.root)
    }

    private static func withoutSite(_ title: String) -> String {
        for mark in [" | ", " - ", " – ", " — ", " « ", " » ", " :: ", " · "] {
            let parts = title.components(separatedBy: mark)
            if parts.count > 1, let longest = parts.max(by: { $0.count < $1.count }),
                longest.words.count > 3
            {
                return longest.trimmed
            }
        }
        return title
    }

    // MARK: - Authors and time

    private static func authors(
        _ document: Document, _ item: JSONObject?, _ meta: [String: String]
    ) -> [String] {
        func clean(_ names: [String]) -> [String] {
            var seen: Set<String> = []
            return names.map { decoded($0).words.joined(separator: " ") }.filter {
                !$0.isEmpty && $0.count < 100 && !$0.contains("://") && seen.insert($0).inserted
            }
        }
        let linked = clean(names(item?["author"]))
        if !linked.isEmpty { return linked }
        let fields = [
            "author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "byl",
            "sailthru.author", "citation_author", "article:author_name", "twitter:creator:name",
        ]
        for field in fields {
            let named = clean(meta[field].map { [withoutBy($0)] } ?? [])
            if !named.isEmpty { return named }
        }
        let marked = document.allNodes.filter { node in
            guard document.isElement(node) else { return false }
            if document.attribute("rel", of: node)?.lowercased().words.contains("author") ?? false {
                return true
            }
            return document.attribute("itemprop", of: node)?.words.contains("author") ?? false
        }
        let named = clean(marked.prefix(5).map { withoutBy(document.visibleLine(of: $0)) })
        if !named.isEmpty { return named }
        let byline = document.allNodes.first { node in
            document.classes(of: node).contains {
                ["byline", "author", "author-name", "byline-name", "article-author"].contains(
                    $0.lowercased())
            }
        }
        return clean(byline.map { [withoutBy(document.visibleLine(of: $0))] } ?? [])
    }

    private static func withoutBy(_ text: String) -> String {
        for word in ["by ", "von ", "par ", "de ", "written by "]
        where text.lowercased().hasPrefix(word) {
            return String(text.dropFirst(word.count)).trimmed
        }
        return text.trimmed
    }

    private static func writtenTime(_ document: Document) -> String? {
        let times = document.allNodes.filter { document.isElement($0, named: "time") }
        let marked = times.first {
            document.hasAttribute("pubdate", $0)
                || document.attribute("itemprop", of: $0)?.contains("datePublished") ?? false
        }
        if let text = (marked ?? times.first).flatMap({ document.attribute("datetime", of: $0) }) {
            return text
        }
        return document.allNodes.first {
            document.attribute("itemprop", of: $0)?.contains("datePublished") ?? false
        }.map(document.structuredValue)
    }
}

extension String {
    /// The parts between a mark.
    fileprivate func components(separatedBy mark: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let found = rest.range(of: mark) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
