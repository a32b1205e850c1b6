import AlmanacCore
import Extraction

/// `almanac page`.
enum PageCommand {
    static let command = Command(
        name: "page", summary: "Show what a page says: text, Markdown, data or tables.",
        operands: [
            Command.Operand(name: "FILE", summary: "a stored page, or - for the standard input")
        ],
        options: [
            Command.Option(
                "--as", "FORM",
                "text, markdown, article, metadata, structured, tables or feed; else markdown"),
            Command.Option("--url", "URL", "the address that the page came from, for its links"),
            Command.Option("--select", "CSS", "only the parts that a selector matches"),
            Command.Option(
                "--content-type", "TYPE", "the header that came with it, for its encoding"),
        ],
        examples: [
            (
                "almanac page article.html --as article --url https://example.com/a",
                "prints title, authors, date and the main text"
            ),
            ("almanac page prices.html --as tables --json", "prints every table as rows"),
            (
                "almanac page list.html --as text --select 'ul.results > li'",
                "prints the text of each match"
            ),
        ], run: run)

    /// What can be shown of a page.
    private enum Form: String, CaseIterable {
        case text, markdown, article, metadata, structured, tables, feed
    }

    /// The largest file that is read.
    private static let byteLimit = DocumentLimits().byteCount

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let form = try arguments.choice("--as", Form.self) ?? .markdown
        let bytes = try read(arguments.operands[0], console)
        do {
            let output = try show(bytes, form, arguments)
            console.write(
                arguments.has("--json") ? output.json.text(pretty: true) + "\n" : output.text)
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "the page cannot be read: \(error)")
        }
        return 0
    }

    private static func read(_ name: String, _ console: Console) throws(AlmanacError) -> [UInt8] {
        if name == "-" { return try console.readInput(byteLimit).get() }
        if name.contains("://") {
            throw AlmanacError(
                .dataFetch, "pages cannot be fetched yet, only read from a file",
                details: ["url": .string(name)],
                suggestion: "save the page and give its file, with --url '\(name)'")
        }
        return try FileSystem.read(name, limit: byteLimit)
    }

    private static func show(
        _ bytes: [UInt8], _ form: Form, _ arguments: Arguments
    ) throws -> PageOutput {
        var url: WebURL?
        if let text = arguments.value("--url") {
            url = WebURL(text)
            guard url != nil else {
                throw arguments.usage("--url takes an absolute address, not '\(text)'")
            }
        }
        let contentType = arguments.value("--content-type")
        if form == .feed {
            return PageOutput(try Feed(bytes, contentType: contentType, url: url))
        }
        let page = try Document(html: bytes, contentType: contentType, url: url)
        var parts = [page.root]
        if let text = arguments.value("--select") {
            parts = page.select(try Selector(text))
            guard !parts.isEmpty else {
                throw AlmanacError(
                    .notFound, "nothing in the page matches '\(text)'",
                    details: ["selector": .string(text)])
            }
        }
        switch form {
        case .text: return PageOutput(texts: parts.map(page.visibleText), key: "text")
        case .markdown:
            return PageOutput(texts: parts.map { page.markdown(of: $0) }, key: "markdown")
        case .tables: return PageOutput(try parts.flatMap { try page.tables(in: $0) })
        case .structured: return PageOutput(try page.structuredData())
        case .article: return PageOutput(page.article(), withText: true)
        case .metadata: return PageOutput(page.article(), withText: false, page: page)
        case .feed: return PageOutput(texts: [], key: "feed")
        }
    }
}
