import AlmanacCore

/// Finds fields in the head of a page and by what its few plain elements are for.
struct HeadFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard let document = page.document else { return [] }
        let name = FieldName(wanted.name)
        var found: [PageMatcher.Candidate] = []
        for meta in document.metaValues() where !meta.content.isEmpty {
            var words = page.memory.words(of: meta.name)
            words.removeAll { Self.spaces.contains($0) }
            let score = name.similarity(words)
            guard score >= 0.7, fits(meta.content, wanted) else { continue }
            let location = DataLocation(.meta, path: DataPath([meta.name]))
            // Titles in the head name the site too, and descriptions are cut.
            let isSite = Self.isAboutSite(meta.name) || meta.name == "og:type"
            // Descriptions and titles in the head are often others than those on the page.
            let isPicture = wanted.type.base == .url && !Self.isEmblem(meta.content)
            let trust =
                isPicture
                ? 0.75
                : wanted.type.base == .url
                    ? 0.3
                    : name.isLong && isParagraph(meta.content)
                        ? 0.6 : name.isTitle || isSite || name.isLong ? 0.45 : 0.68
            found.append(
                .init(place: FieldPlace(.data(location), scope: .page), score: trust * score))
        }
        if name.isTitle, wanted.type == .text { found += titles(document) }
        return found.sorted { $0.score > $1.score }.prefix(2).map { $0 }
    }

    /// Whether the page shows a text as a paragraph of its own, or as the whole sentences that one
    /// starts with, so that nothing of it was cut off.
    private func isParagraph(_ text: String) -> Bool {
        let folded = text.foldedLetters
        let isWhole = text.trimmed.last.map { ".!?。".contains($0) } ?? false
        return folded.count >= Self.leastLetters
            && page.lines(of: page.wholeRow.nodes).contains { line in
                guard line.text.utf8.count >= Self.leastLetters else { return false }
                let shown = line.text.foldedLetters
                return shown == folded || isWhole && shown.starts(with: folded)
            }
    }

    /// Paragraphs of fewer letters are as likely a label.
    private static let leastLetters = 30

    /// Headings that the page's title repeats, or the only one of the first rank.
    private func titles(_ document: Document) -> [PageMatcher.Candidate] {
        let title = (try? Selector("title")).map(page.all)?.first
        let whole = title.map { document.textContent(of: $0).foldedLine } ?? ""
        var found: [PageMatcher.Candidate] = []
        for rank in ["h1", "h2"] {
            guard let selector = try? Selector(rank) else { continue }
            let all = page.all(selector)
            let headings = all.filter { !document.visibleLine(of: $0).isBlankSign }
            for heading in headings {
                let text = document.visibleLine(of: heading).foldedLine
                if rank == "h2", !found.isEmpty { break }
                let isRepeated = text.count >= 4 && whole.contains(text)
                guard isRepeated || rank == "h1" && headings.count == 1,
                    let selector = SelectorWriter(document).selector(for: [heading])
                else { continue }
                found.append(
                    .init(
                        place: FieldPlace(
                            // A heading of a picture alone has the rank, too.
                            .element(all.count == 1 ? rank : selector, take: .text, nth: nil),
                            scope: .page), score: isRepeated && rank == "h1" ? 0.8 : 0.7))
                break
            }
        }
        return found
    }

    /// Whether a picture is that of the site.
    static func isEmblem(_ address: String) -> Bool {
        let lowered = address.lowercased()
        return ["logo", "icon", "default", "placeholder", "sprite", "avatar", "spacer"].contains {
            lowered.contains($0)
        }
    }

    /// Whether a name in the head is about the site or an account rather than the page.
    private static func isAboutSite(_ name: String) -> Bool {
        name.contains("site") || name.contains("creator") || name.contains("app")
    }

    /// Names of vocabularies that stand before names in the head.
    private static let spaces: Set = [
        "og", "twitter", "article", "dc", "dcterm", "fb", "sailthru", "parsely", "citation",
        "schema", "itemprop", "book", "product",
    ]

    private func fits(_ text: String, _ wanted: WantedField) -> Bool {
        switch wanted.type.base {
        case .url: text.hasPrefix("http") || text.hasPrefix("/")
        case .text:
            // What is cut off at the end is not the whole value.
            !wanted.type.isList && !text.hasPrefix("http") && !text.hasPrefix("@")
                && !text.hasSuffix("...") && !text.hasSuffix("…")
        case .date, .datetime: TextSpotter.holdsDate(text)
        default: false
        }
    }
}

extension FieldName {
    /// Whether the field is a longer text.
    var isLong: Bool { ["description", "summary", "abstract", "content"].contains(head) }

    /// What the paragraph that says what a page is about is called, in several languages.
    static let leads: Set = [
        "description", "summary", "abstract", "excerpt", "standfirst", "lede", "dek", "teaser",
        "intro", "introduction", "chapeau", "chapo", "vorspann", "einleitung", "descripcion",
        "descrizione", "descrição", "omschrijving", "beschreibung",
    ]

    /// Whether the field is a picture.
    var isPicture: Bool { FieldVocabulary.isNear(head, "image") }

    /// Whether the field is what the page as a whole is called.
    var isTitle: Bool { ["title", "headline", "name"].contains(head) && words.count <= 2 }
}
