import AlmanacCore
import CommandLine
import TestSupport
import Testing

/// `almanac page` as it is used.
@Suite struct PageCommandTests {
    private static let html = """
        <html lang=en><title>T</title><meta name=author content='W. D.'><h1>Prices</h1>
        <p>See <a href=/x>this</a>.</p><table><tr><th>a<th>b<tr><td>1<td>2</table>
        <script type='application/ld+json'>{"@type": "Thing"}</script>
        """

    @Test(
        "each form prints what it says",
        arguments: [
            ("text", "Prices\n\nSee this.\n\na\tb\n1\t2\n"),
            ("markdown", "# Prices\n\nSee [this](https://a.example/x).\n\n| a | b |\n"),
            ("tables", "a\tb\n1\t2\n"), ("structured", "\"json_ld\""),
            ("metadata", "authors: W. D.\n"),
            ("article", "title: Prices\n"),
        ])
    func forms(form: String, expected: String) {
        let run = CommandRunner(
            ["page", "-", "--as", form, "--url", "https://a.example/"], input: Self.html)
        #expect(run.exitCode == 0 && run.output.contains(expected), "\(run.output)\(run.complaint)")
    }

    @Test("only the text of a PDF document is shown")
    func portableDocuments() throws {
        let run = CommandRunner(["page", "-", "--as", "tables", "--json"], input: "%PDF-1.4\n")
        #expect(try run.json()["error"]?["type"]?.stringValue == "extraction_error")
        #expect(run.output.contains("only the text"))
    }

    @Test("JSON carries the same")
    func json() throws {
        let tables = try CommandRunner(["page", "-", "--as", "tables", "--json"], input: Self.html)
            .json()
        #expect(tables["tables"]?.arrayValue?.first?["rows"]?.text() == "[[\"1\",\"2\"]]")
        let text = try CommandRunner(
            ["page", "-", "--as", "text", "--select", "td", "--json"], input: Self.html
        ).json()
        #expect(text["text"]?.text() == "[\"1\",\"2\"]")
        let feed = try CommandRunner(
            ["page", "-", "--as", "feed", "--json"],
            input: "<rss><channel><item><title>t</title></item></channel></rss>"
        ).json()
        #expect(feed["entries"]?.arrayValue?.first?["title"]?.stringValue == "t")
    }

    @Test(
        "what cannot be done says why",
        arguments: [
            (["page", "http://127.0.0.1:1/"], "forbidden"),
            (["page", "ftp://a.example/"], "validation_error"),
            (["page", "/no/such/file"], "data_fetch_error"),
            (["page", "-", "--as", "pdf"], "validation_error"),
            (["page", "-", "--url", "a/b"], "usage_error"),
            (["page", "-", "--select", "a["], "validation_error"),
            (["page", "-", "--select", "video"], "not_found"),
            (["page", "-", "--as", "feed"], "extraction_error"),
        ])
    func refused(words: [String], type: String) async throws {
        let run = await CommandRunner.onOwnThread(words + ["--json"], input: Self.html)
        #expect(run.exitCode != 0)
        #expect(try run.json()["error"]?["type"]?.stringValue == type)
    }

    @Test("what is no text is no page", arguments: ["\u{0}PNG\r\n", "PK\u{3}\u{4}archive"])
    func noPage(bytes: String) throws {
        let run = CommandRunner(["page", "-", "--json"], input: bytes)
        #expect(try run.json()["error"]?["type"]?.stringValue == "extraction_error")
    }
}
