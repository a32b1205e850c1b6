import AlmanacCore
import Extraction
import TimeSeries

/// What a page shows, for a person and for a program.
struct PageOutput {
    /// For a person.
    var text: String
    /// For a program.
    var json: JSON

    /// Texts of parts, with a blank line between.
    init(texts: [String], key: String) {
        text = texts.joined(separator: "\n\n") + "\n"
        json = .object([
            "success": true,
            key: texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSON.string)),
        ])
    }

    /// Tables, each as lines of cells between tabs.
    init(_ tables: [DataTable]) {
        text = tables.map { table in
            var lines = table.caption.map { ["# " + $0] } ?? []
            lines += table.rows.map { row in
                row.map { $0.map { $0.text.replacing("\t", with: " ") } ?? "" }.joined(
                    separator: "\t")
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
        let values = tables.map { table -> JSON in
            let rows = table.bodyRows.map { row -> JSON in
                .array(row.map { $0.map { JSON.string($0.text) } ?? .null })
            }
            return [
                "caption": table.caption.map(JSON.string) ?? .null,
                "columns": .array(table.columnNames.map(JSON.string)), "rows": .array(rows),
                "is_data": .bool(table.isData),
            ]
        }
        json = .object(["success": true, "tables": .array(values)])
    }

    init(_ data: StructuredData) {
        text = data.json.text(pretty: true) + "\n"
        var object: JSONObject = ["success": true]
        object["structured"] = data.json
        json = .object(object)
    }

    /// What a page says about its article, and on request the main text.
    init(_ article: Article, withText: Bool, page: Document? = nil) {
        let fields: [(String, JSON)] = [
            ("title", .text(article.title)),
            ("authors", .array(article.authors.map(JSON.string))),
            ("published", .time(article.published)), ("modified", .time(article.modified)),
            ("language", .text(article.language)), ("site", .text(article.siteName)),
            ("url", .text(article.canonicalURL)), ("summary", .text(article.summary)),
        ]
        var object: JSONObject = ["success": true]
        var lines: [String] = []
        for (name, value) in fields {
            object[name] = value
            let shown =
                value.stringValue ?? value["text"]?.stringValue
                ?? value.arrayValue.map { $0.compactMap(\.stringValue).joined(separator: ", ") }
            if let shown, !shown.isEmpty { lines.append("\(name): \(shown)") }
        }
        if let page {
            let encoding = page.encoding
            object["encoding"] = .string(encoding.encoding.name)
            object["encoding_evidence"] = .string(encoding.evidence.rawValue)
            lines.append("encoding: \(encoding.encoding.name) (\(encoding.evidence.rawValue))")
            object["feeds"] = .array(page.feedLinks().map { .string($0.url.description) })
            object["meta"] = .array(
                page.metaValues().map {
                    ["name": .string($0.name), "content": .string($0.content)]
                })
        }
        if withText {
            object["text"] = .string(article.text)
            lines += ["", article.text]
        }
        text = lines.joined(separator: "\n") + "\n"
        json = .object(object)
    }

    init(_ feed: Feed) {
        var lines = [feed.title ?? ""]
        var entries: [JSON] = []
        for entry in feed.entries {
            lines.append(
                [entry.published?.text, entry.title, entry.link].compactMap { $0 }
                    .joined(separator: "\t"))
            let fields: [(String, JSON)] = [
                ("id", .text(entry.identifier)), ("title", .text(entry.title)),
                ("link", .text(entry.link)), ("published", .time(entry.published)),
                ("updated", .time(entry.updated)),
                ("authors", .array(entry.authors.map(JSON.string))),
                ("categories", .array(entry.categories.map(JSON.string))),
                ("summary", .text(entry.summary)), ("content", .text(entry.content)),
                ("enclosures", .array(entry.enclosures.map { .string($0.url) })),
            ]
            var object = JSONObject()
            for (name, value) in fields { object[name] = value }
            entries.append(.object(object))
        }
        text = lines.joined(separator: "\n") + "\n"
        var object: JSONObject = ["success": true]
        object["format"] = .string(feed.format.rawValue)
        object["title"] = .text(feed.title)
        object["link"] = .text(feed.link)
        object["entries"] = .array(entries)
        json = .object(object)
    }
}

extension JSON {
    fileprivate static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// A time as written, and the moment where it is certain.
    fileprivate static func time(_ time: FeedTime?) -> JSON {
        guard let time else { return .null }
        var object: JSONObject = ["text": .string(time.text)]
        object["moment"] = text(time.moment.map { "\($0)" })
        return .object(object)
    }
}
