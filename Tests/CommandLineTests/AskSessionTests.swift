import AlmanacCore
import Foundation
import TestSupport
import Testing

/// What is kept of a talk for `ask --continue`.
@Suite struct AskSessionTests {
    @Test("a flag that no run could take is refused before it is kept")
    func refusedFlags() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json", "--json"]
            let bad = CommandRunner(["ask", "golden cross on KO", "--fees", "ten"] + session)
            #expect(bad.exitCode == AlmanacError.Kind.validation.exitCode)
            #expect(CommandRunner(["ask", "golden cross on KO"] + session).exitCode == 0)
            for flags in [["--fees", "ten"], ["--from", "soon"], ["--calendar", "moon"]] {
                let words = ["ask", "--continue", "what is drawdown?"] + flags
                #expect(CommandRunner(words + session).exitCode != 0)
            }
            let weekly = try CommandRunner(["ask", "--continue", "use weekly"] + session).json()
            #expect(weekly["success"] == true, "\(weekly)")
        }
    }

    @Test("costs may be given in basis points and percent", arguments: ["10bp", "0.1%", "0.001"])
    func basisPoints(text: String) throws {
        let words = ["ask", "golden cross on KO", "--fees", text, "--json", "--session", "none"]
        let run = try CommandRunner(words).json()["runs"]?.arrayValue?.first
        let plain = try CommandRunner(
            ["ask", "golden cross on KO with fees of 0.1%", "--json", "--session", "none"]
        ).json()["runs"]?.arrayValue?.first
        #expect(run?["metrics"]?["total_fees"] != nil)
        #expect(run?["metrics"]?["total_fees"] == plain?["metrics"]?["total_fees"])
    }

    @Test("ask --continue goes on from a chat, without what was taken back")
    func keptChat() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json"]
            let lines = [
                "golden cross on KO", "add a 5% stop", "since 2050", "worst trade", "quit",
            ]
            let talk = CommandRunner(
                ["chat", "--from", "1995-01-01"] + session, input: lines.joined(separator: "\n"))
            #expect(talk.exitCode == 0)
            #expect(talk.output.contains("Taken back"))
            func goOn(_ words: String) throws -> JSON {
                try CommandRunner(["ask", "--continue", words, "--json"] + session).json()
            }
            let same = try goOn("what does it do?")["answer"]?.stringValue ?? ""
            #expect(same.contains("stop loss of 5%") && !same.contains("2050"), "\(same)")
            let weekly = try goOn("use weekly")
            #expect(weekly["figures"]?["from"]?.stringValue?.hasPrefix("1995") == true)
            // Words overrule what a flag gave before them.
            let early = try goOn("since 2005")
            #expect(early["figures"]?["from"]?.stringValue?.hasPrefix("2005") == true)
            // Nothing was said that could be gone on with.
            let help = CommandRunner(["chat"] + session, input: "help\nquit")
            #expect(help.exitCode == 0)
            #expect(try goOn("what does it do?")["answer"]?.stringValue?.contains("KO") == true)
        }
    }

    @Test("chat --continue goes on from ask and is gone on with in turn")
    func chatOn() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json"]
            let none = CommandRunner(["chat", "--continue"] + session, input: "use weekly")
            #expect(none.exitCode == AlmanacError.Kind.notFound.exitCode)
            let asked = CommandRunner(
                ["ask", "golden cross on KO", "--from", "1995-01-01"] + session)
            #expect(asked.exitCode == 0)
            let talk = CommandRunner(
                ["chat", "--continue"] + session, input: "use weekly\nadd a 5% stop\nquit")
            #expect(talk.exitCode == 0)
            #expect(talk.output.contains("on weekly bars") && talk.output.contains("1995"))
            let same = try CommandRunner(
                ["ask", "--continue", "what does it do?", "--json"] + session
            ).json()["answer"]?.stringValue
            #expect(same?.contains("stop loss of 5%") == true, "\(same ?? "")")
            #expect(same?.contains("weekly") == true)
        }
    }

    @Test("what is at hand is told once")
    func told() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json"]
            #expect(CommandRunner(["ask", "golden cross on KO"] + session).exitCode == 0)
            let weekly = CommandRunner(["ask", "--continue", "use weekly"] + session)
            let count = weekly.output.split(separator: "\n").count { $0.hasPrefix("at hand:") }
            #expect(count == 1, "\(weekly.output)")
        }
    }
}
