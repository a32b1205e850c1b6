import CommandLine
import Testing

@Suite struct TerminalTextTests {
    @Test(
        "what a page holds does not steer the terminal, and colours do",
        arguments: [
            ("plain\tä 1\r\n", "plain\tä 1\r\n"),
            ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
            ("a\u{1B}]0;title\u{7}b", "a]0;titleb"), ("a\u{1B}[2Jb\u{1B}[1;1Hc", "a[2Jb[1;1Hc"),
            ("\u{9B}2J\u{7F}\u{8}x\u{1B}", "2Jx"), ("\u{1B}[", "["), ("\u{1B}[12;", "[12;"),
        ])
    func filtered(text: String, expected: String) {
        #expect(terminalText(text) == expected)
    }

    @Test("the error stream may erase a line, as progress does")
    func erasing() {
        #expect(terminalText("\r\u{1B}[K50 %", allowsErasing: true) == "\r\u{1B}[K50 %")
        #expect(terminalText("\u{1B}[2Jx", allowsErasing: true) == "[2Jx")
    }
}
