/// What an element's name, role, class and identifier say about its part in a page.
struct ElementHints {
    private static let elsewhere: Set<String> = [
        "nav", "footer", "aside", "button", "select", "textarea", "dialog", "menu", "input",
        "label",
        "fieldset", "address",
    ]
    private static let elsewhereRoles: Set<String> = [
        "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert",
        "alertdialog", "menu", "menubar", "toolbar", "tooltip", "form",
    ]
    /// Words in classes and identifiers of what is beside the main text.
    private static let unlikely = [
        "comment", "sidebar", "footer", "navbar", "navigation", "breadcrumb", "share", "sharing",
        "social", "related", "promo", "newsletter", "advert", "sponsor", "cookie", "consent",
        "disqus", "subscribe", "recommend", "popular", "trending", "signup", "sign-up", "modal",
        "popup", "toolbar", "masthead", "outbrain", "taboola", "author-bio", "authorbio",
        "pagination", "pager", "widget", "rss", "skyscraper", "ad-break", "agegate", "teaser",
        "read-more", "readmore", "more-on", "see-also", "print-only", "toc", "byline",
        "dateline", "timestamp", "meta-data", "tags", "tag-list", "caption", "credit", "copyright",
        "legend", "most-read", "mostread", "video-player", "player", "gallery", "infobox",
        "affiliate", "donat", "banner", "poll", "quiz", "follow-us", "contact", "topics", "menu",
        "hatnote", "navbox", "mw-editsection", "reference-list", "sr-only", "visually-hidden",
        "screen-reader", "noprint", "bookmark", "feedback", "kommentar", "werbung", "anzeige",
    ]
    private static let likely = [
        "article", "body", "content", "entry", "main", "page", "post", "text", "story", "blog",
        "column", "paragraph",
    ]
    private static let positive = [
        "article", "body", "content", "entry", "hentry", "h-entry", "main", "page", "pagination",
        "post", "text", "blog", "story",
    ]
    private static let negative = [
        "hidden", "banner", "combx", "comment", "com-", "contact", "footer", "gdpr", "masthead",
        "media", "meta", "outbrain", "promo", "related", "scroll", "share", "shoutbox", "sidebar",
        "skyscraper", "sponsor", "shopping", "tags", "widget",
    ]

    /// Whether an element stands beside the main text by its name or role.
    static func isElsewhere(_ node: Node, in document: Document) -> Bool {
        let name = document.name(of: node)
        if elsewhere.contains(name) { return true }
        if let role = document.attribute("role", of: node)?.lowercased(),
            elsewhereRoles.contains(role)
        {
            return true
        }
        return document.attribute("aria-hidden", of: node) == "true" && name != "math"
            || document.attribute("aria-modal", of: node) == "true"
    }

    /// Whether an element's class or identifier says that it stands beside the main text.
    static func isUnlikely(_ node: Node, in document: Document) -> Bool {
        let name = document.name(of: node)
        guard !["html", "body", "article", "main", "a"].contains(name) else { return false }
        let hints = hints(node, document)
        guard !hints.isEmpty, unlikely.contains(where: { contains(hints, $0) }) else {
            return false
        }
        // A name such as article-body-with-sidebar speaks for both; the larger part decides later.
        return !likely.contains { contains(hints, $0) }
            || ["aside", "section", "ul", "p", "span"].contains(name)
    }

    /// How much class and identifier speak for main text: 25 for each that does, less for each
    /// that speaks against it.
    static func weight(_ node: Node, in document: Document) -> Double {
        var weight = 0.0
        for value in [document.attribute("class", of: node), document.attribute("id", of: node)] {
            guard let value = value?.lowercased(), !value.isEmpty else { continue }
            if negative.contains(where: { contains(value, $0) }) { weight -= 25 }
            if positive.contains(where: { contains(value, $0) }) { weight += 25 }
        }
        return weight
    }

    private static func hints(_ node: Node, _ document: Document) -> String {
        let values = ["class", "id", "data-component", "data-testid", "data-module"]
            .compactMap { document.attribute($0, of: node) }
        return values.joined(separator: " ").lowercased()
    }

    /// Whether a text holds a word, at the start of it or of a part after a mark.
    private static func contains(_ text: String, _ word: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            let word = Array(word.utf8)
            guard bytes.count >= word.count else { return false }
            for start in 0...bytes.count - word.count where bytes[start] == word[0] {
                // Short words such as ad would be found inside others.
                if word.count < 5, start > 0, (bytes[start - 1] | 0x20) &- 0x61 < 26 { continue }
                var offset = 1
                while offset < word.count, bytes[start + offset] == word[offset] { offset += 1 }
                guard offset == word.count else { continue }
                let end = start + word.count
                if word.count < 5, end < bytes.count, (bytes[end] | 0x20) &- 0x61 < 26 { continue }
                return true
            }
            return false
        }
    }
}
