import CommandLine
import Foundation
import TestSupport
import Testing

/// Results in files: whole or not at all.
@Suite struct WritingTests {
    private func run(trades path: String) -> CommandRunner {
        CommandRunner(["backtest", "rsi", "--symbol", "SPX", "--trades", path])
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
    }

    @Test("an old file is replaced, and nothing else is left in the folder")
    func replaces() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/trades.csv"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            #expect(run(trades: path).exitCode == 0)
            #expect(
                try String(contentsOfFile: path, encoding: .utf8).hasPrefix("symbol,direction"))
            #expect(try names(in: folder) == ["trades.csv"])
        }
    }

    @Test("a folder, a missing folder and a read-only file are refused and stay as they are")
    func refuses() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/locked.csv"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            for target in [folder, folder + "/none/trades.csv"] {
                let result = run(trades: target)
                #expect(result.exitCode == 5)
                #expect(result.complaint.contains("cannot be written"))
                #expect(result.output.isEmpty)
            }
            // Permissions do not bind the superuser.
            if getuid() != 0 {
                chmod(path, 0o444)
                #expect(run(trades: path).exitCode == 5)
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            }
            #expect(try names(in: folder) == ["locked.csv"])
        }
    }

    @Test("what is no file is written to as it is, and a full disk is an error")
    func devices() throws {
        try withTemporaryFolder { folder in
            // By links, so that a fault could replace no more than these.
            for (device, code) in [("null", Int32(0)), ("full", 5)] {
                let path = "\(folder)/\(device)"
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: "/dev/\(device)")
                #expect(run(trades: path).exitCode == code)
                let place = try FileManager.default.destinationOfSymbolicLink(atPath: path)
                #expect(place == "/dev/\(device)")
            }
            #expect(try names(in: folder).count == 2)
        }
    }

    @Test("a link stays a link, and the file that it leads to is replaced")
    func links() throws {
        try withTemporaryFolder { folder in
            let (path, link) = (folder + "/trades.csv", folder + "/link")
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(run(trades: link).exitCode == 0)
            #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("symbol,"))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        }
    }

    @Test("a signal while a file is written ends the process and leaves no unfinished file")
    func interruption() async {
        let path = NSTemporaryDirectory() + "/almanac-interruption.partial"
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let path = NSTemporaryDirectory() + "/almanac-interruption.partial"
            Interruption.install()
            _ = Interruption.protecting(path) {
                _ = FileManager.default.createFile(atPath: path, contents: Data("half".utf8))
                // To the process: the threads that tests run on let no signal through.
                kill(getpid(), SIGTERM)
                sleep(20)
                return 0
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
