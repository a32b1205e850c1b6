import AlmanacCore
import Foundation
import Synchronization
import TestSupport
import Testing

/// `almanac fetch URL --download FILE`.
@Suite struct DownloadTests {
    typealias Setting = SourceCommandTests.Setting

    @Test("a table is downloaded past the archive, also after a broken first try, and imported")
    func downloads() async throws {
        let text = "date,close\n2024-01-02,1\n2024-01-03,2\n"
        let count = Mutex(0)
        let setting = try Setting { request in
            guard request.target == "/files.example/years.csv" else { return [.answer(404)] }
            let isFirst = count.withLock { count in
                count += 1
                return count == 1
            }
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: "
            return isFirst
                ? [.text(head + "1000\r\n\r\n" + text + text), .close]
                : [.text(head + "\(text.utf8.count)\r\n\r\n" + text)]
        }
        let file = setting.folder.path + "/years.csv"
        try "old".write(toFile: file, atomically: true, encoding: .utf8)
        let said = try await setting.json(
            "fetch", "https://files.example/years.csv", "--download", file)
        #expect(said["success"] == true && said["bytes"]?.intValue == text.utf8.count, "\(said)")
        #expect(said["content_type"] == "text/csv")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        #expect(count.withLock { $0 } == 2)
        let imported = await setting.run("data", "import", file, "--calendar", "XNYS")
        #expect(imported.exitCode == 0 && imported.output.contains("2 rows added"))
    }

    @Test(
        "what fails leaves the old file and nothing else",
        arguments: [("/gone", "not_found"), ("/private", "forbidden")])
    func failures(_ path: String, _ type: String) async throws {
        let setting = try Setting { request in
            request.target == "/robots.txt"
                ? [.answer(body: Array("User-agent: *\nDisallow: /files.example/private".utf8))]
                : [.answer(404)]
        }
        let file = setting.folder.path + "/kept"
        try "old".write(toFile: file, atomically: true, encoding: .utf8)
        let said = try await setting.json(
            "fetch", "https://files.example" + path, "--download", file)
        #expect(said["error"]?["type"]?.stringValue == type, "\(said)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
        let names = try FileManager.default.contentsOfDirectory(atPath: setting.folder.path)
        #expect(!names.contains { $0.hasSuffix(".partial") })
        #expect(!setting.server.requests.contains { $0.target.hasSuffix("/private") })
    }

    @Test("it takes one address and nothing that says another way")
    func usage() async throws {
        let setting = try Setting()
        for words in [["https://a.example/", "https://b.example/"], ["yahoo", "TSLA"]] {
            let run = await CommandRunner.onOwnThread(
                ["fetch"] + words + ["--download", "/tmp/x", "--json"],
                environment: setting.environment, now: Setting.now)
            #expect(try run.json()["error"]?["type"] == "usage_error", "\(run.output)")
        }
    }
}
