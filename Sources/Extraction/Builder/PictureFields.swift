import AlmanacCore

/// Finds the picture of a page of which neither its data nor its head names one.
struct PictureFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    /// The first picture below the page's heading whose file or alternative text says at least half
    /// of what the heading says.
    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard let document = page.document, wanted.type == FieldType(.url),
            FieldName(wanted.name).isPicture, let images = page.memory.selector("img"),
            let (heading, text) = heading(document)
        else { return [] }
        let words = text.lowercased().split { !$0.isLetter }.filter { $0.count >= 4 }
        guard !words.isEmpty else { return [] }
        for node in page.all(images) where node > heading {
            let name = Self.sources.first {
                let address = document.attribute($0, of: node) ?? ""
                return !address.isEmpty && !address.hasPrefix("data:")
            }
            guard let name, let address = document.attribute(name, of: node),
                !HeadFields.isEmblem(address)
            else { continue }
            let said =
                (PictureName(address).file + " " + (document.attribute("alt", of: node) ?? ""))
                .lowercased()
            guard words.count(where: { said.contains($0) }) * 2 >= words.count,
                let selector = SelectorWriter(document).selector(for: [node])
            else { continue }
            let place = FieldPlace(
                .element(selector, take: .attribute(name), nth: nil), scope: .page)
            return [.init(place: place, score: 0.6)]
        }
        return []
    }

    /// Attributes with a picture's address; scripts put what comes late into others than `src`.
    static let sources = ["src", "data-src", "data-lazy-src", "data-original"]

    /// The page's first heading with a text.
    private func heading(_ document: Document) -> (node: Node, text: String)? {
        for rank in ["h1", "h2"] {
            let headings = page.memory.selector(rank).map(page.all) ?? []
            if let node = headings.first(where: { !page.line(of: $0).isBlankSign }) {
                return (node, page.line(of: node))
            }
        }
        return nil
    }

    /// The names of the files of all pictures that the page shows or links to.
    func shownFiles() -> Set<String> {
        guard let document = page.document,
            let shown = page.memory.selector("body img, body source, body a[href]")
        else { return [] }
        var files: Set<String> = []
        for node in page.all(shown) {
            for (_, value) in document.attributes(of: node) where value.contains("/") {
                for part in value.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
                    files.insert(PictureName(String(part)).file)
                }
            }
        }
        return files
    }
}

/// The parts of a picture's address that tell it from another.
struct PictureName {
    /// The address without its site and query.
    let path: String
    /// What follows the last slash.
    let file: String

    init(_ address: String) {
        let whole = address.split(separator: "?").first ?? ""
        let parts = whole.split(separator: "/")
        path = parts.drop {
            $0.hasSuffix(":") || $0 == parts.dropFirst().first && whole.contains("//")
        }.joined(separator: "/")
        file = parts.last.map(String.init) ?? ""
    }

    /// The file's name without its ending.
    private var stem: Substring {
        file.lastIndex(of: ".").map { file[..<$0] } ?? file[...]
    }

    /// Whether one address ends with the other.
    func isSame(as other: PictureName) -> Bool {
        path.hasSuffix(other.path) || other.path.hasSuffix(path)
    }

    /// Whether it is the same file in another folder: the same picture in another size.
    func isSameFile(as other: PictureName) -> Bool {
        file == other.file && file.utf8.count >= 16 && !isSized
    }

    /// Whether one name only adds to the other, as names of other sizes do.
    func isVariant(of other: PictureName) -> Bool {
        stem.hasPrefix(other.stem) || other.stem.hasPrefix(stem)
    }

    /// Whether the address says a size in pixels, so that it is one of several of a picture.
    private var isSized: Bool {
        path.split(whereSeparator: { "/-_.".contains($0) }).contains { part in
            let sides = part.split(separator: "x", omittingEmptySubsequences: false)
            return sides.count == 2
                && sides.allSatisfy { $0.count >= 2 && $0.allSatisfy(\.isNumber) }
        }
    }
}

extension PageMatcher {
    /// The candidates for a picture, that of the head first where it is surer; nil where the
    /// page's data names another picture than its head and neither is sure.
    ///
    /// Of two pictures it is the one that the page shows.
    func pictures(_ ranked: [Candidate], _ wanted: WantedField) -> [Candidate]? {
        guard wanted.type == FieldType(.url), FieldName(wanted.name).isPicture,
            let first = ranked.first
        else { return ranked }
        let head = FieldPlace(
            .data(DataLocation(.meta, path: DataPath(["og:image"]))), scope: .page)
        guard let best = texts(first.place, wanted).first.map(PictureName.init),
            let other = texts(head, wanted).first.map(PictureName.init), !best.isSame(as: other),
            !best.isSameFile(as: other)
        else { return ranked }
        guard !best.isVariant(of: other) else { return nil }
        let shown = PictureFields(page).shownFiles()
        switch (shown.contains(best.file), shown.contains(other.file)) {
        case (true, false): return ranked
        case (false, true): return [Candidate(place: head, score: first.score)] + ranked
        default: return nil
        }
    }
}
