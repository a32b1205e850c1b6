public import AlmanacCore
import CExpat

extension Document {
    /// Parses XML, such as a feed.
    ///
    /// Names keep their case and prefix. Faults that are common in feeds are mended where the text
    /// cannot be read as it stands: a bare `&`, the named characters of HTML, control characters.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a document that declares entities, which
    ///   can blow up or read other files; that is above a limit; or that is not well-formed.
    public convenience init(
        xml: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        limits: DocumentLimits = DocumentLimits()
    ) throws {
        guard xml.count <= limits.byteCount else {
            throw DocumentLimits.exceeded("bytes", limits.byteCount, xml.count)
        }
        let encoding = DetectedEncoding(of: xml, contentType: contentType)
        let decoded =
            encoding.isPlainUTF8 ? Array(xml[encoding.markLength...]) : encoding.decode(xml)
        let text = Array(decoded.drop { $0 <= 0x20 })
        var arena: Arena
        do {
            arena = try ExpatReader.read(XMLRepair.namedCharacters(text), limits)
        } catch let error as AlmanacError where error.details["line"] != nil {
            let mended = XMLRepair.mended(text)
            guard mended != text else { throw error }
            arena = try ExpatReader.read(mended, limits)
        }
        self.init(arena, language: .xml, url: url, encoding: encoding)
    }
}

/// Builds an arena from the events of expat.
private final class ExpatReader {
    private var arena = Arena()
    private var open: [(index: Int32, lastChild: Int32, elementCount: Int32)] = [(0, -1, 0)]
    private let limits: DocumentLimits
    private var failure: AlmanacError?
    private var parser: XML_Parser?

    private init(_ limits: DocumentLimits) {
        self.limits = limits
        arena.nodes.append(
            NodeRecord(
                parent: -1, end: 0, previous: -1, position: 0,
                kindAndName: NodeRecord.pack(.document), start: 0, count: 0))
    }

    static func read(_ text: [UInt8], _ limits: DocumentLimits) throws -> Arena {
        guard let parser = XML_ParserCreate("UTF-8") else {
            throw AlmanacError(.internalError, "the XML parser has no memory")
        }
        defer { XML_ParserFree(parser) }
        let reader = ExpatReader(limits)
        reader.parser = parser
        reader.attach(to: parser)
        let pieceByteCount = 1 << 16
        var at = 0
        repeat {
            let count = min(pieceByteCount, text.count - at)
            let isLast: Int32 = at + count == text.count ? 1 : 0
            let status = text.withUnsafeBytes { buffer in
                XML_Parse(
                    parser,
                    buffer.baseAddress.map { ($0 + at).assumingMemoryBound(to: CChar.self) },
                    Int32(count), isLast)
            }
            if let failure = reader.failure { throw failure }
            guard status == XML_STATUS_OK else { throw fault(parser) }
            at += count
            if let isOverdue = limits.isOverdue, isOverdue() { throw DocumentLimits.overdue }
        } while at < text.count
        reader.arena.nodes[0].end = Int32(reader.arena.nodes.count)
        return reader.arena
    }

    private static func fault(_ parser: XML_Parser) -> AlmanacError {
        let text = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "fault"
        let line = Int(XML_GetCurrentLineNumber(parser))
        return AlmanacError(
            .extraction, "the XML is not well-formed at line \(line): \(text)",
            details: [
                "line": .integer(line),
                "column": .integer(Int(XML_GetCurrentColumnNumber(parser)) + 1),
            ])
    }

    private func attach(to parser: XML_Parser) {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in
                ExpatReader.from(user)?.start(name, attributes)
            }, { user, _ in ExpatReader.from(user)?.end() })
        XML_SetCharacterDataHandler(parser) { user, text, count in
            ExpatReader.from(user)?.append(text, Int(count))
        }
        XML_SetEntityDeclHandler(parser) { user, _, _, _, _, _, _, _, _ in
            ExpatReader.from(user)?.stop(
                AlmanacError(
                    .extraction,
                    "the XML declares entities, which may blow up or read other files",
                    details: ["limit": "entities"],
                    suggestion: "documents like this are not read"))
        }
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> ExpatReader? {
        user.map { Unmanaged<ExpatReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stop(_ error: AlmanacError) {
        if failure == nil { failure = error }
        if let parser { XML_StopParser(parser, 0) }
    }

    private func start(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name, open.count <= limits.depth, arena.nodes.count <= limits.nodeCount else {
            stop(
                open.count > limits.depth
                    ? DocumentLimits.exceeded("elements inside each other", limits.depth)
                    : DocumentLimits.exceeded("nodes", limits.nodeCount))
            return
        }
        let number = arena.elementNames.intern(String(cString: name))
        var record = child(NodeRecord.pack(.element, .other, name: number))
        open[open.count - 1].elementCount += 1
        record.position = open[open.count - 1].elementCount
        record.start = UInt32(arena.attributes.count)
        var at = 0
        while let attributes, let key = attributes[at], let value = attributes[at + 1] {
            let text = UnsafeRawBufferPointer(start: value, count: cStringLength(value))
            arena.attributes.append(
                AttributeRecord(
                    name: arena.attributeNames.intern(String(cString: key)),
                    start: UInt32(arena.bytes.count), count: UInt32(text.count)))
            arena.bytes.append(contentsOf: text)
            at += 2
        }
        record.count = UInt32(arena.attributes.count) - record.start
        guard record.count <= limits.attributeCount else {
            stop(DocumentLimits.exceeded("attributes", limits.attributeCount, Int(record.count)))
            return
        }
        arena.nodes.append(record)
        open.append((Int32(arena.nodes.count - 1), -1, 0))
    }

    private func cStringLength(_ text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }

    private func end() {
        guard open.count > 1, let done = open.popLast() else { return }
        arena.nodes[Int(done.index)].end = Int32(arena.nodes.count)
    }

    private func append(_ text: UnsafePointer<CChar>?, _ count: Int) {
        let bytes = UnsafeRawBufferPointer(start: text, count: count)
        // The parser gives a text in pieces, all of which come one after the other.
        let last = arena.nodes.count - 1
        if last > 0, open.last?.lastChild == Int32(last), arena.nodes[last].isText {
            arena.nodes[last].count += UInt32(count)
        } else {
            var record = child(NodeRecord.pack(.text))
            record.start = UInt32(arena.bytes.count)
            record.count = UInt32(count)
            record.end = Int32(arena.nodes.count + 1)
            arena.nodes.append(record)
        }
        arena.bytes.append(contentsOf: bytes)
    }

    /// A record for the next child of the open element.
    private func child(_ kindAndName: UInt32) -> NodeRecord {
        let level = open.count - 1
        let record = NodeRecord(
            parent: open[level].index, end: 0, previous: open[level].lastChild, position: 0,
            kindAndName: kindAndName, start: 0, count: 0)
        open[level].lastChild = Int32(arena.nodes.count)
        return record
    }
}
