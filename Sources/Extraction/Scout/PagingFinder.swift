import AlmanacCore

/// Finds what leads from a page of a listing to the next one.
///
/// What a page says itself comes first (`rel=next`), then links that are called or marked as the
/// next page, then a number in the query that links to other pages differ in. Whether the page that
/// it leads to is one of the listing is for the caller to see.
package struct PagingFinder {
    private let document: Document
    private let url: WebURL

    /// Makes a finder; nil for a page that is no markup or has no address.
    package init?(_ page: SourcePage) {
        guard let document = page.document, let url = page.baseURL ?? page.url else { return nil }
        (self.document, self.url) = (document, page.url ?? url)
    }

    /// What leads on, best first.
    package func steps() -> [FetchRule.Step] {
        var found: [FetchRule.Step] = []
        for selector in Self.marked where leadsOn(selector) != nil {
            found.append(.link(selector))
            break
        }
        if let selector = called() { found.append(.link(selector)) }
        return found + numbered()
    }

    /// Selectors of links that are marked as the next page.
    private static let marked = [
        "link[rel~=\"next\" i]", "a[rel~=\"next\" i]", "a.next", "li.next > a", ".next > a",
        "a.next-page", "a.pagination-next", ".pagination-next a", "a.nextPage", "a#next",
        "a[aria-label^=\"next\" i]", "a[title^=\"next page\" i]", "a.older",
    ]

    /// Whole texts of links to the next page.
    private static let words: Set = [
        "next", "next page", "next »", "next ›", "next >", "next >>", "next →", "»", "›", ">",
        ">>", "→", "older", "older posts", "older entries", "« older posts", "← older posts",
        "more results", "ältere beiträge", "weiter", "nächste", "nächste seite",
        "suivant", "page suivante", "siguiente", "próxima", "avanti", "volgende",
    ]

    /// The address that the first match leads to, where it is another page of the same site.
    private func leadsOn(_ text: String) -> WebURL? {
        guard let selector = try? Selector(text) else { return nil }
        return document.link(on: selector).flatMap(leadsOn)
    }

    private func leadsOn(_ node: Node) -> WebURL? {
        guard let target = document.url("href", of: node)?.withoutFragment, target.isWeb,
            target.host == url.host, target != url.withoutFragment, !document.leadsBack(node)
        else { return nil }
        return target
    }

    /// A link that is called the next page, where a selector tells it from all others.
    private func called() -> String? {
        for node in document.allNodes where document.isElement(node, named: "a") {
            let text = document.visibleLine(of: node).lowercased()
            guard Self.words.contains(text), leadsOn(node) != nil else { continue }
            let writer = SelectorWriter(document)
            // A place among siblings is another one on the next page.
            if let selector = writer.selector(for: [node]), !selector.contains(":nth") {
                return selector
            }
        }
        return nil
    }

    // MARK: - Numbers

    /// A number in the query, where links to two or more other pages differ in nothing else.
    private func numbered() -> [FetchRule.Step] {
        let own = Self.parts(url)
        var order: [String] = []
        var numbers: [String: Set<Int>] = [:]
        for node in document.allNodes where document.isElement(node, named: "a") {
            guard let target = leadsOn(node), target.path == url.path else { continue }
            let parts = Self.parts(target)
            let changed = parts.filter { part in !own.contains { $0 == part } }
            guard changed.count == 1, let (name, value) = changed.first, let number = Int(value),
                (0...100_000).contains(number),
                own.allSatisfy({ part in part.name == name || parts.contains { $0 == part } })
            else { continue }
            if numbers[name] == nil { order.append(name) }
            numbers[name, default: []].insert(number)
        }
        for name in order {
            let steps = Self.steps(name, numbers[name] ?? [], own)
            if !steps.isEmpty { return steps }
        }
        return []
    }

    private static func steps(
        _ name: String, _ numbers: Set<Int>, _ own: [(name: String, value: String)]
    ) -> [FetchRule.Step] {
        let here = own.first { $0.name == name }.flatMap { Int($0.value) }
        let others = numbers.sorted().filter { $0 > here ?? 0 }
        guard let next = others.first else { return [] }
        let by = here.map { next - $0 } ?? (others.count > 1 ? others[1] - next : next)
        // One number alone may be anything, unless it is called a page.
        guard by > 0, others.count > 1 || pageWords.contains(name.lowercased()) else { return [] }
        if let here { return [.parameter(name, first: here, by: by)] }
        if others.count == 1 { return [.parameter(name, first: 1, by: 1)] }
        // The lowest number may be this page's own, or the next one's.
        return [next, next - by].filter { (0...by).contains($0) }.map {
            .parameter(name, first: $0, by: by)
        }
    }

    private static let pageWords: Set = [
        "page", "p", "pg", "paged", "pagenum", "pageno", "page_number", "start", "offset", "from",
        "skip", "seite",
    ]

    private static func parts(_ url: WebURL) -> [(name: String, value: String)] {
        (url.query ?? "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
        }
    }
}

extension Document {
    /// Words that links to the page before begin with.
    private static let backWords: Set = [
        "previous", "prev", "back", "zurück", "vorherige", "vorige",
        "précédent", "précédente", "précédents", "retour", "anterior", "anteriores", "precedente",
        "precedenti", "indietro", "terug", "föregående", "forrige", "edellinen", "poprzednia",
        "předchozí", "предыдущая", "назад", "前へ", "上一页",
    ]

    /// Words that links to newer records begin with.
    private static let newerWords: Set = ["newer", "newest", "neuere"]

    /// Whether a link says that it leads to the page before, which on a listing from the newest
    /// record on is the one with newer records.
    ///
    /// The previous posts of a blog are the next ones of its listing where the link is marked so.
    func leadsBack(_ link: Node) -> Bool {
        let rel = attribute("rel", of: link)?.lowercased().split { $0.isWhitespace } ?? []
        let isNext = rel.contains("next")
        let isBefore = rel.contains { $0 == "prev" || $0 == "previous" }
        if isBefore, !isNext { return true }
        let names =
            [visibleLine(of: link)]
            + ["aria-label", "title"].compactMap {
                attribute($0, of: link)
            }
        // The text counts before what only programs are told.
        let words = names.lazy.map { $0.lowercased().split { !$0.isLetter } }
        guard let first = words.first(where: { !$0.isEmpty })?.first else { return false }
        if Self.newerWords.contains(String(first)) { return true }
        return (isBefore || !isNext) && Self.backWords.contains(String(first))
    }

    /// The link that a rule's selector leads on by: the first match that does not say that it leads
    /// back, unless the selector asks for such links.
    func link(on selector: Selector) -> Node? {
        let asked = selector.description.lowercased()
        if ["prev", "back", "newer"].contains(where: asked.contains) { return first(selector) }
        return select(selector).first { !leadsBack($0) }
    }
}

extension Recipe {
    /// Gives the rule another link to the next page where a changed page no longer has the old one.
    mutating func followPaging(on page: SourcePage) {
        guard case .link(let text)? = fetch?.paging?.step, let document = page.document,
            let selector = try? Selector(text), document.first(selector) == nil
        else { return }
        for step in PagingFinder(page)?.steps() ?? [] {
            guard case .link = step else { continue }
            fetch?.paging?.step = step
            return
        }
    }
}
