/// Rules on calls that make a program crash, surprise, or give another result the next time.
enum SafetyRules {
    /// The targets that may read the clock and draw from the system's generator.
    static let topLayer: Set<String> = ["CommandLine", "almanac"]

    /// Crashes on bad input: forced unwraps, casts and tries, and the unconditional stop.
    static func forced(_ file: SourceText) -> [Finding] {
        guard file.isSource else { return [] }
        return file.code.enumerated().compactMap { index, line in
            if line.contains("fatalError(") { return file.finding(index, "fatalError") }
            return hasForcedUnwrap(Array(line.utf8)) ? file.finding(index, "forced with !") : nil
        }
    }

    /// Whether an exclamation mark follows a value, a type or a keyword instead of preceding one.
    private static func hasForcedUnwrap(_ line: [UInt8]) -> Bool {
        line.indices.dropFirst().contains { index in
            guard line[index] == UInt8(ascii: "!") else { return false }
            if index + 1 < line.count, line[index + 1] == UInt8(ascii: "=") { return false }
            let before = line[index - 1]
            let letter = before | 0x20
            return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
                || before >= UInt8(ascii: "0") && before <= UInt8(ascii: "9")
                || [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "?"), UInt8(ascii: "_")]
                    .contains(before)
        }
    }

    /// Calls that read the time or chance from outside, so that a run could not be repeated.
    static let ambientCalls = [
        "Date()", "Date.now", "DispatchTime", "ContinuousClock", "SuspendingClock",
        "clock_gettime", "gettimeofday", "CFAbsoluteTime", "time(nil)", "time(&",
        "SystemRandomNumberGenerator", "arc4random", "drand48", "getrandom", "UUID()",
        ".shuffled()", ".shuffle()", ".randomElement()", ".random()",
    ]

    static func ambient(_ file: SourceText) -> [Finding] {
        guard file.isSource, let target = file.target, !topLayer.contains(target) else { return [] }
        return file.code.enumerated().flatMap { index, line -> [Finding] in
            var found = ambientCalls.filter { line.contains($0) }
            if line.contains(".random(in:") {
                // The generator may stand on a later line of the same call.
                let call = file.code[index...].prefix(3).joined(separator: " ")
                let rest = call.split(separator: ".random(in:", maxSplits: 1).last ?? ""
                if !rest.contains("using:") { found.append(".random(in:) without using:") }
            }
            return found.map { file.finding(index, "\($0) is for the top layer alone") }
        }
    }

    /// Output from below the command: a library returns text, it does not print it.
    static func printing(_ file: SourceText) -> [Finding] {
        guard file.isSource, let target = file.target, !topLayer.contains(target) else { return [] }
        return file.code.enumerated().compactMap { index, line in
            let words = line.split { $0 == " " || $0 == "{" }
            let prints = words.contains {
                $0.hasPrefix("print(") || $0.hasPrefix("debugPrint(") || $0.hasPrefix("dump(")
            }
            // A function of the file's own may carry the name.
            return prints && !line.contains("func ") ? file.finding(index, "prints") : nil
        }
    }

    /// Promises to the compiler that no comment just above backs up.
    static func unproven(_ file: SourceText) -> [Finding] {
        let marks = ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"]
        return file.code.enumerated().compactMap { index, line in
            guard let mark = marks.first(where: line.contains) else { return nil }
            var above = index - 1
            while above >= 0, file.lines[above].drop(while: \.isWhitespace).hasPrefix("@") {
                above -= 1
            }
            let isBacked =
                above >= 0 && file.lines[above].drop(while: \.isWhitespace).hasPrefix("//")
            return isBacked ? nil : file.finding(index, "\(mark) needs a comment just above")
        }
    }

    /// Work that was left for later without an issue.
    static func leftovers(_ file: SourceText) -> [Finding] {
        // Written apart, so that this list does not find itself.
        let words = ["FIX" + "ME", "TO" + "DO", "XX" + "X", "HA" + "CK"]
        return file.lines.enumerated().compactMap { index, line in
            let found = line.split { !$0.isLetter }.first { words.contains(String($0)) }
            return found.map { file.finding(index, "leftover \($0)") }
        }
    }

    /// Imports that a release build without testability cannot serve.
    static func testable(_ file: SourceText) -> [Finding] {
        file.code.enumerated().filter { $1.contains("@testable") }
            .map { file.finding($0.offset, "@testable would make ./test build everything twice") }
    }
}
