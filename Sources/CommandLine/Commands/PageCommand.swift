import AlmanacCore
import Extraction

/// `almanac page`.
enum PageCommand {
    static let command = Command(
        name: "page", summary: "Show what a page says: text, Markdown, data or tables.",
        operands: [
            Command.Operand(
                name: "PAGE",
                summary: "an address, a stored page's file, or - for the standard input")
        ],
        options: [
            Command.Option(
                "--as", "FORM",
                "text, markdown, article, metadata, structured, tables or feed; else markdown"),
            Command.Option("--url", "URL", "the address that the page came from, for its links"),
            Command.Option("--select", "CSS", "only the parts that a selector matches"),
            Command.Option(
                "--content-type", "TYPE", "the header that came with it, for its encoding"),
        ] + WebPage.options + BrowserVisit.options,
        examples: [
            (
                "almanac page https://www.sec.gov/about",
                "fetches the page, where its robots.txt allows that, and prints it as Markdown"
            ),
            (
                "almanac page article.html --as article --url https://example.com/a",
                "prints title, authors, date and the main text"
            ),
            (
                "almanac page report.pdf --as text",
                "prints the text of a PDF document, page by page"
            ),
            ("almanac page prices.html --as tables --json", "prints every table as rows"),
            (
                "almanac page https://example.com/ --browser --wait '#prices tr'",
                "lets Chromium build the page, and waits for what its scripts put there"
            ),
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
        let page = try read(arguments, console)
        do {
            let output = try show(page, form, arguments)
            console.write(
                arguments.has("--json") ? output.json.text(pretty: true) + "\n" : output.text)
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "the page cannot be read: \(error)")
        }
        return 0
    }

    /// What was given, with the address and the type that go with it.
    private struct Page {
        var bytes: [UInt8]
        var contentType: String?
        var url: WebURL?
    }

    private static func read(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Page {
        let name = arguments.operands[0]
        var page: Page
        try BrowserVisit.check(arguments)
        if name.contains("://") {
            let fetched =
                try arguments.has("--browser")
                ? BrowserVisit.fetch(name, arguments, console, byteLimit: byteLimit)
                : WebPage.fetch(name, arguments, console, byteLimit: byteLimit)
            page = Page(
                bytes: fetched.bytes, contentType: fetched.contentType, url: fetched.url)
        } else {
            page = Page(
                bytes: try name == "-"
                    ? console.readInput(byteLimit).get()
                    : FileSystem.read(name, limit: byteLimit))
        }
        page.contentType = arguments.value("--content-type") ?? page.contentType
        guard let text = arguments.value("--url") else { return page }
        guard let url = WebURL(text) else {
            throw arguments.usage("--url takes an absolute address, not '\(text)'")
        }
        page.url = url
        return page
    }

    private static func show(
        _ page: Page, _ form: Form, _ arguments: Arguments
    ) throws -> PageOutput {
        if form == .feed {
            return PageOutput(try Feed(page.bytes, contentType: page.contentType, url: page.url))
        }
        if PDFText.isPDF(page.bytes) { return try show(pdf: page, form, arguments) }
        guard isPageText(page.bytes) else {
            throw AlmanacError(
                .extraction, "\(arguments.operands[0]) is no page: its bytes are no text",
                suggestion: "give a page of HTML or XML; one that is compressed, unpacked")
        }
        let page = try Document(
            page: page.bytes, contentType: page.contentType, url: page.url)
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

    /// The pages of a PDF document, which has text and nothing else that can be told from it.
    private static func show(
        pdf page: Page, _ form: Form, _ arguments: Arguments
    ) throws(AlmanacError) -> PageOutput {
        let isDefault = arguments.value("--as") == nil
        guard form == .text || isDefault, arguments.value("--select") == nil else {
            throw AlmanacError(
                .extraction, "only the text of a PDF document can be shown",
                suggestion: "ask for --as text, without --select")
        }
        return PageOutput(texts: try PDFText(page.bytes).pages, key: "text")
    }
}
