public import AlmanacCore

extension Feed {
    /// Reads a feed from bytes: RSS, RDF or Atom, and JSON Feed where the text starts with `{`.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for what is no feed, is above a limit,
    ///   declares entities, or cannot be mended.
    public init(
        _ bytes: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        limits: DocumentLimits = DocumentLimits()
    ) throws {
        if bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "{") {
            self = try Feed.json(bytes, url)
            return
        }
        let document = try Document(
            xml: bytes, contentType: contentType, url: url, limits: limits)
        guard let root = document.rootElement else { throw Feed.none }
        let reader = FeedReader(document)
        switch reader.localName(root) {
        case "rss": self = reader.rss(root, .rss)
        case "RDF": self = reader.rss(root, .rdf)
        case "feed": self = reader.atom(root)
        default: throw Feed.none
        }
    }

    static let none = AlmanacError(
        .extraction, "this is no feed: neither RSS nor Atom nor JSON Feed",
        suggestion: "a page may name its feed in <link rel=alternate>")

    private static func json(_ bytes: [UInt8], _ url: WebURL?) throws -> Feed {
        guard let value = LooseJSON.values(in: bytes[...])?.first,
            value["version"]?.stringValue?.contains("jsonfeed.org") ?? false
        else { throw none }
        func address(_ text: String?) -> String? {
            text.map { url?.resolving($0)?.description ?? $0 }
        }
        var feed = Feed(format: .json, entries: [])
        feed.title = value["title"]?.stringValue
        feed.link = address(value["home_page_url"]?.stringValue)
        feed.summary = value["description"]?.stringValue
        feed.language = value["language"]?.stringValue
        for item in value["items"]?.arrayValue ?? [] {
            var entry = Entry()
            entry.link = address(item["url"]?.stringValue)
            entry.identifier = item["id"]?.stringValue ?? entry.link
            entry.title = item["title"]?.stringValue
            entry.summary = item["summary"]?.stringValue
            entry.content = item["content_html"]?.stringValue ?? item["content_text"]?.stringValue
            entry.published = item["date_published"]?.stringValue.map(FeedTime.init)
            entry.updated = item["date_modified"]?.stringValue.map(FeedTime.init)
            let authors = item["authors"]?.arrayValue ?? [item["author"]].compactMap { $0 }
            entry.authors = authors.compactMap { $0["name"]?.stringValue }
            entry.categories = (item["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
            entry.enclosures = (item["attachments"]?.arrayValue ?? []).compactMap { file in
                address(file["url"]?.stringValue).map {
                    Enclosure(
                        url: $0, type: file["mime_type"]?.stringValue,
                        byteCount: file["size_in_bytes"]?.intValue)
                }
            }
            feed.entries.append(entry)
        }
        return feed
    }
}

/// Reads the elements of RSS and Atom, whatever prefixes they are written with.
struct FeedReader {
    let document: Document

    init(_ document: Document) { self.document = document }

    /// Vocabularies that entries are read from, by the prefix that is used here for them.
    private static let vocabularies = [
        "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/terms/": "dcterms",
        "http://purl.org/rss/1.0/modules/content/": "content",
        "http://search.yahoo.com/mrss/": "media", "http://search.yahoo.com/mrss": "media",
        "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
        "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "",
        "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "",
        "http://backend.userland.com/rss2": "",
    ]

    func localName(_ node: Node) -> String {
        let name = document.name(of: node)
        return name.split(separator: ":").last.map(String.init) ?? name
    }

    /// An element's name with the prefix that is used here, whatever the feed's own is.
    private func canonicalName(_ node: Node) -> String {
        let name = document.name(of: node)
        guard let colon = name.firstIndex(of: ":") else { return name }
        let prefix = String(name[..<colon])
        let local = String(name[name.index(after: colon)...])
        var at: Node? = node
        while let holder = at {
            if let uri = document.attribute("xmlns:" + prefix, of: holder) {
                let known = Self.vocabularies[uri] ?? prefix
                return known.isEmpty ? local : known + ":" + local
            }
            at = document.parent(of: holder)
        }
        return name
    }

    private func parts(of node: Node) -> [(name: String, node: Node)] {
        document.children(of: node).map { (canonicalName($0), $0) }
    }

    private func text(_ node: Node) -> String? {
        let text = document.textContent(of: node).trimmed
        return text.isEmpty ? nil : text
    }

    /// What an element holds as HTML: text as it stands, or for XHTML its text.
    private func markup(_ node: Node) -> String? {
        let text = text(node)
        return document.attribute("type", of: node) == "xhtml"
            ? text?.words.joined(separator: " ") : text
    }

    /// The visible text of what may be HTML, such as a title with entities or tags.
    private func plain(_ node: Node) -> String? {
        guard let text = markup(node), text.contains("&") || text.contains("<") else {
            return markup(node)
        }
        guard document.attribute("type", of: node) != "text",
            let page = try? Document(html: text)
        else { return text }
        let visible = page.visibleLine(of: page.root)
        return visible.isEmpty ? text : visible
    }

    private func address(_ text: String?, at node: Node) -> String? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        var base = document.url
        for holder in document.ancestors(of: node).reversed() + [node] {
            guard let own = document.attribute("xml:base", of: holder) else { continue }
            base = base.map { $0.resolving(own) ?? $0 } ?? WebURL(own)
        }
        return base?.resolving(text)?.description ?? text
    }

    func rss(_ root: Node, _ format: Feed.Format) -> Feed {
        var feed = Feed(format: format, entries: [])
        let channel = document.children(of: root).first { localName($0) == "channel" }
        let described: [(name: String, node: Node)] = channel.map { parts(of: $0) } ?? []
        for (name, node) in described {
            switch name {
            case "title": feed.title = feed.title ?? plain(node)
            case "link": feed.link = feed.link ?? address(text(node), at: node)
            case "description": feed.summary = feed.summary ?? text(node)
            case "language", "dc:language": feed.language = feed.language ?? text(node)
            case "pubDate", "lastBuildDate", "dc:date": feed.updated = text(node).map(FeedTime.init)
            default: break
            }
        }
        let items = document.descendants(of: root).filter {
            document.isElement($0) && ["item", "entry"].contains(canonicalName($0))
        }
        feed.entries = items.map(rssEntry)
        return feed
    }

    private func rssEntry(_ item: Node) -> Feed.Entry {
        var entry = Feed.Entry()
        var permalink: String?
        for (name, node) in parts(of: item) {
            switch name {
            case "title", "dc:title", "media:title": entry.title = entry.title ?? plain(node)
            case "link":
                let target = document.attribute("href", of: node) ?? text(node)
                entry.link = entry.link ?? address(target, at: node)
            case "guid":
                entry.identifier = text(node)
                if document.attribute("isPermaLink", of: node) != "false" {
                    permalink = text(node).flatMap { WebURL($0)?.description }
                }
            case "description", "media:description": entry.summary = entry.summary ?? text(node)
            case "content:encoded", "fullitem", "body": entry.content = entry.content ?? text(node)
            case "author", "dc:creator", "itunes:author", "managingEditor":
                if let author = text(node), !entry.authors.contains(author) {
                    entry.authors.append(author)
                }
            case "pubDate", "published", "dc:date", "dcterms:issued", "dcterms:created":
                entry.published = entry.published ?? text(node).map(FeedTime.init)
            case "updated", "dcterms:modified": entry.updated = text(node).map(FeedTime.init)
            case "category", "dc:subject": entry.categories += [text(node)].compactMap { $0 }
            case "enclosure", "media:content":
                entry.enclosures += [enclosure(node)].compactMap { $0 }
            case "media:group":
                entry.enclosures += parts(of: node).filter { $0.name == "media:content" }
                    .compactMap { enclosure($0.node) }
            default: break
            }
        }
        entry.link = entry.link ?? permalink
        entry.identifier =
            entry.identifier ?? document.attribute("rdf:about", of: item) ?? entry.link
        return entry
    }

    private func enclosure(_ node: Node) -> Feed.Enclosure? {
        let url = document.attribute("url", of: node) ?? document.attribute("href", of: node)
        let length =
            document.attribute("length", of: node) ?? document.attribute("fileSize", of: node)
        return address(url, at: node).map {
            Feed.Enclosure(
                url: $0, type: document.attribute("type", of: node),
                byteCount: length.flatMap { Int($0) })
        }
    }

    func atom(_ root: Node) -> Feed {
        var feed = Feed(format: .atom, entries: [])
        feed.language = document.attribute("xml:lang", of: root)
        for (name, node) in parts(of: root) {
            switch name {
            case "title": feed.title = feed.title ?? plain(node)
            case "subtitle", "tagline": feed.summary = feed.summary ?? text(node)
            case "updated", "modified": feed.updated = text(node).map(FeedTime.init)
            case "link":
                if isAlternate(node) {
                    feed.link = feed.link ?? address(document.attribute("href", of: node), at: node)
                }
            case "entry": feed.entries.append(atomEntry(node))
            default: break
            }
        }
        return feed
    }

    private func isAlternate(_ link: Node) -> Bool {
        (document.attribute("rel", of: link) ?? "alternate") == "alternate"
    }

    private func atomEntry(_ item: Node) -> Feed.Entry {
        var entry = Feed.Entry()
        for (name, node) in parts(of: item) {
            switch name {
            case "id": entry.identifier = text(node)
            case "title": entry.title = entry.title ?? plain(node)
            case "summary": entry.summary = entry.summary ?? markup(node)
            case "content": entry.content = entry.content ?? markup(node)
            case "link":
                if isAlternate(node) {
                    entry.link =
                        entry.link ?? address(document.attribute("href", of: node), at: node)
                } else if document.attribute("rel", of: node) == "enclosure" {
                    entry.enclosures += [enclosure(node)].compactMap { $0 }
                }
            case "author", "dc:creator":
                let name = document.children(of: node).first { localName($0) == "name" }
                if let author = text(name ?? node) { entry.authors.append(author) }
            case "published", "issued", "created":
                entry.published = entry.published ?? text(node).map(FeedTime.init)
            case "updated", "modified":
                entry.updated = entry.updated ?? text(node).map(FeedTime.init)
            case "category":
                let term = document.attribute("term", of: node) ?? text(node)
                entry.categories += [term].compactMap { $0 }
            default: break
            }
        }
        entry.identifier = entry.identifier ?? entry.link
        return entry
    }
}

extension Document {
    /// The feeds that the page names, with the titles it gives them.
    public func feedLinks() -> [(url: WebURL, title: String?)] {
        let types = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
        return allNodes.filter { isElement($0, named: "link") }.compactMap { node in
            let relations = attribute("rel", of: node)?.lowercased().words ?? []
            let type = attribute("type", of: node)?.lowercased().trimmed ?? ""
            guard relations.contains("alternate"), types.contains(type),
                let url = url("href", of: node)
            else { return nil }
            return (url, attribute("title", of: node))
        }
    }
}
