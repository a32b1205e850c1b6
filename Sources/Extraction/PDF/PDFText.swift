public import AlmanacCore
import Glibc

/// The text of a PDF document, page by page, as `pdftotext` of poppler reads it.
///
/// The program runs as a process of its own with limits, so that a document made to exhaust or to
/// break it costs one document. Making the value blocks its thread until the program ends.
///
/// ```swift
/// let report = try PDFText(bytes)
/// report.pages[0]  // the text of the first page
/// ```
public struct PDFText: Sendable {
    /// The text of each page, in order, without white space at its end.
    public let pages: [String]

    /// The text of all pages, with an empty line between two.
    public var text: String { pages.filter { !$0.isEmpty }.joined(separator: "\n\n") }

    /// What reading one document may cost.
    public struct Limits: Sendable, Hashable {
        /// The largest document, in bytes.
        public var byteCount: Int
        /// The most memory of the program, in bytes.
        public var memoryBytes: Int
        /// The most processor time of the program, in seconds.
        public var processorSeconds: Int
        /// The longest that the program may run, in seconds.
        public var wallSeconds: Int
        /// The longest text, in bytes.
        public var outputBytes: Int

        /// Makes limits; the defaults fit annual reports of some hundred pages.
        public init(
            byteCount: Int = 100_000_000, memoryBytes: Int = 1_000_000_000,
            processorSeconds: Int = 30, wallSeconds: Int = 60, outputBytes: Int = 50_000_000
        ) {
            self.byteCount = byteCount
            self.memoryBytes = memoryBytes
            self.processorSeconds = processorSeconds
            self.wallSeconds = wallSeconds
            self.outputBytes = outputBytes
        }
    }

    /// Where the program is looked for.
    private static let places = ["/usr/bin/pdftotext", "/usr/local/bin/pdftotext"]

    /// Whether bytes begin as a PDF document does.
    public static func isPDF(_ bytes: [UInt8]) -> Bool {
        // Readers allow some bytes before the mark.
        let head = bytes.prefix(1_024)
        let mark = Array("%PDF-".utf8)
        return head.indices.contains { head[$0...].starts(with: mark) }
    }

    /// Reads the text of a document.
    ///
    /// - Parameters:
    ///   - keepsLayout: Whether columns and tables keep their places on the line, rather than the
    ///     order in which text is read.
    ///   - program: The path of `pdftotext`; without it, where Debian has it.
    /// - Throws: An error of kind `notFound` where the program is missing, and of kind `extraction`
    ///   for what is no PDF, is locked by a password, or is above the limits.
    public init(
        _ bytes: [UInt8], keepsLayout: Bool = false, limits: Limits = Limits(),
        program: String? = nil
    ) throws(AlmanacError) {
        guard Self.isPDF(bytes) else {
            throw AlmanacError(.extraction, "the bytes are no PDF document")
        }
        guard bytes.count <= limits.byteCount else {
            throw AlmanacError(
                .extraction, "a PDF document of \(bytes.count) bytes is too large",
                details: ["limit": .integer(limits.byteCount)])
        }
        let places = program.map { [$0] } ?? Self.places
        guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
            throw AlmanacError(
                .notFound, "reading PDF documents needs pdftotext, which is not there",
                details: ["program": .string(places[0])],
                suggestion: "apt-get install poppler-utils")
        }
        let layout = keepsLayout ? ["-layout"] : []
        let process = BoundedProcess(
            program: path, arguments: layout + ["-enc", "UTF-8", "-eol", "unix", "-", "-"],
            limits: BoundedProcess.Limits(
                memoryBytes: limits.memoryBytes, processorSeconds: limits.processorSeconds,
                wallSeconds: limits.wallSeconds, outputBytes: limits.outputBytes))
        let output: BoundedProcess.Output
        do {
            output = try process.run(input: bytes)
        } catch {
            throw AlmanacError(
                .internalError, "pdftotext cannot be started",
                details: ["errno": .integer(Int(error.number))])
        }
        if let error = Self.error(output, limits) { throw error }
        pages = Self.pages(output.bytes)
    }

    private static func error(_ output: BoundedProcess.Output, _ limits: Limits) -> AlmanacError? {
        let said = String(decoding: output.message, as: UTF8.self)
        let details: JSONObject = ["pdftotext": .string(String(said.prefix(500)))]
        switch output.end {
        case .exit(0): return nil
        case .tooMuchOutput:
            return AlmanacError(
                .extraction, "the PDF document has more than \(limits.outputBytes) bytes of text",
                details: details)
        case .exit(128 + SIGKILL), .signal(SIGKILL):
            return AlmanacError(
                .extraction, "reading the PDF document took too long", details: details,
                suggestion: "allow more than \(limits.wallSeconds) seconds")
        case .exit(128 + SIGXCPU), .signal(SIGXCPU):
            return AlmanacError(
                .extraction, "reading the PDF document took too much processor time",
                details: details,
                suggestion: "allow more than \(limits.processorSeconds) seconds")
        case .exit, .signal:
            if said.contains("Incorrect password") {
                return AlmanacError(
                    .extraction, "the PDF document is locked by a password", details: details)
            }
            return AlmanacError(
                .extraction, "the PDF document cannot be read", details: details,
                suggestion: "it may be damaged, cut off, or need more memory than is allowed")
        }
    }

    /// The pages, each of which ends with a form feed.
    private static func pages(_ bytes: [UInt8]) -> [String] {
        var pages = bytes.split(separator: 0x0C, omittingEmptySubsequences: false).map { page in
            var page = page
            while let last = page.last, last <= 0x20 { page.removeLast() }
            return String(decoding: page, as: UTF8.self)
        }
        if pages.last == "" { pages.removeLast() }
        return pages
    }
}
