import AlmanacCore
import Extraction
import Foundation
import Glibc
import TestSupport
import Testing

/// The text of PDF documents, read by a program with limits.
///
/// One at a time: a script that is written while another thread starts a program cannot be run.
@Suite(
    .serialized,
    .enabled(if: access("/usr/bin/pdftotext", X_OK) == 0, "needs pdftotext (poppler-utils)"))
struct PDFTests {
    /// A document with one line of text on each page.
    static func document(_ lines: [String]) -> [UInt8] {
        var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
        let kids = lines.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(lines.count) >>")
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (index, line) in lines.enumerated() {
            let page = "/Parent 2 0 R /MediaBox [0 0 600 800] /Contents \(5 + 2 * index) 0 R"
            objects.append(
                "<< /Type /Page \(page)"
                    + " /Resources << /Font << /F1 3 0 R >> >> >>")
            let stream = "BT /F1 12 Tf 72 700 Td (\(line)) Tj ET"
            objects.append(
                "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
        }
        var text = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text +=
            "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    @Test("each page has its text")
    func pages() throws {
        let report = try PDFText(Self.document(["Revenue 1,234.5 EUR", "Second page"]))
        #expect(report.pages == ["Revenue 1,234.5 EUR", "Second page"])
        #expect(report.text == "Revenue 1,234.5 EUR\n\nSecond page")
        #expect(try PDFText(Self.document(["a"]), keepsLayout: true).text.contains("a"))
    }

    @Test("several documents may be read at the same time")
    func together() async throws {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for index in 0..<8 {
                group.addTask { (index, try PDFText(Self.document(["page \(index)"])).text) }
            }
            for try await (index, text) in group { #expect(text == "page \(index)") }
        }
    }

    private func refusal(
        _ bytes: [UInt8], limits: PDFText.Limits = PDFText.Limits(), program: String? = nil
    ) -> AlmanacError? {
        do {
            _ = try PDFText(bytes, limits: limits, program: program)
            return nil
        } catch {
            return error
        }
    }

    @Test("what is no document, cut off, or too large is refused")
    func refused() {
        #expect(refusal(Array("<html>".utf8))?.kind == .extraction)
        #expect(refusal(Array("%PDF-1.4\n".utf8))?.kind == .extraction)
        #expect(refusal([])?.kind == .extraction)
        let whole = Self.document(["a"])
        #expect(refusal(whole, limits: PDFText.Limits(byteCount: 100))?.kind == .extraction)
        let long = Self.document(Array(repeating: "some words", count: 200))
        let cut = refusal(long, limits: PDFText.Limits(outputBytes: 1_000))
        #expect(cut?.message == "the PDF document has more than 1000 bytes of text")
        #expect(refusal(whole, limits: PDFText.Limits(memoryBytes: 1_000_000))?.kind == .extraction)
    }

    @Test("a missing program is named with the package that has it")
    func missing() {
        let error = refusal(Self.document(["a"]), program: "/absent/pdftotext")
        #expect(error?.kind == .notFound)
        #expect(error?.suggestion == "apt-get install poppler-utils")
    }

    @Test("a program that does not end, or that ignores its input, is ended")
    func hanging() throws {
        try withTemporaryFolder { folder in
            let program = folder + "/pdftotext"
            try "#!/bin/sh\nexec sleep 60\n".write(
                toFile: program, atomically: false, encoding: .utf8)
            chmod(program, 0o755)
            let large = Self.document([String(repeating: "word ", count: 200_000)])
            let error = refusal(large, limits: PDFText.Limits(wallSeconds: 1), program: program)
            #expect(error?.message == "reading the PDF document took too long")
        }
    }
}
