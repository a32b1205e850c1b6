import AlmanacCore
import Extraction
import TimeSeries

extension SECSubmissionText {
    /// The texts of a filing's documents, one record each: the report itself and its exhibits.
    ///
    /// HTML comes as Markdown; data (XML, XBRL), pictures and packed files are left out.
    func documents(symbol: String?, now: Timestamp) throws(AlmanacError) -> [SourceRecord] {
        let (accession, accepted) = try header()
        guard accepted <= now else { return [] }
        var shared: JSONObject = ["accession": .string(accession)]
        shared["form"] = value("CONFORMED SUBMISSION TYPE:").map(JSON.string)
        shared["company"] = value("COMPANY CONFORMED NAME:").map(JSON.string)
        shared["cik"] = value("CENTRAL INDEX KEY:").map(JSON.string)
        shared["period"] = value("CONFORMED PERIOD OF REPORT:").map(JSON.string)
        if let symbol { shared["symbol"] = .string(symbol) }
        var records: [SourceRecord] = []
        var rest = text[...]
        while let document = Self.part("DOCUMENT", of: &rest) {
            let head = document.prefix(4_000)
            guard let body = Self.body(of: document), let name = Self.field("FILENAME", head),
                Self.isText(name)
            else { continue }
            var fields = shared
            for (field, label) in [("type", "TYPE"), ("description", "DESCRIPTION")] {
                fields[field] = Self.field(label, head).map(JSON.string)
            }
            fields["file"] = .string(name)
            do {
                fields["text"] = .string(try written(body))
            } catch {
                // One exhibit that is too large does not keep the report away.
                fields["left_out"] = .string((error as? AlmanacError)?.message ?? "unreadable")
            }
            let number = Self.field("SEQUENCE", head) ?? String(records.count + 1)
            records.append(
                SourceRecord(
                    kind: "filing_text", identity: "\(accession)#\(number)", time: accepted,
                    knownAt: accepted, fields: fields))
        }
        guard !records.isEmpty || Bytes.find(Array("<DOCUMENT>".utf8), in: text[...]) != nil else {
            throw AnswerReader.changed(source, "DOCUMENT", "in the filing's text")
        }
        return records
    }

    private static func isText(_ name: String) -> Bool {
        let ending = name.lowercased().split(separator: ".").last ?? ""
        return ["htm", "html", "txt"].contains(ending)
    }

    /// What stands between a mark and its end; what is looked through goes on behind it.
    private static func part(
        _ name: String, of bytes: inout ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        guard let open = Bytes.find(Array("<\(name)>".utf8), in: bytes) else { return nil }
        let inside = bytes[(open + name.utf8.count + 2)...]
        let close = Bytes.find(Array("</\(name)>".utf8), in: inside) ?? inside.endIndex
        bytes = inside[close...]
        return inside[..<close]
    }

    /// What follows a mark that stands alone, on its line.
    private static func field(_ name: String, _ head: ArraySlice<UInt8>) -> String? {
        let mark = Array("<\(name)>".utf8)
        guard let place = Bytes.find(mark, in: head) else { return nil }
        let line = head[(place + mark.count)...].prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0x3C }
        let text = Bytes.trimmed(line)
        return text.isEmpty ? nil : text
    }

    /// A document's text, without the mark that is put around XBRL; nil for a packed file.
    private static func body(of document: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = document
        guard var body = part("TEXT", of: &rest) else { return nil }
        var inside = body
        if let within = part("XBRL", of: &inside) { body = within }
        body = body.drop { $0 <= 0x20 }
        let isPacked = ["<PDF>", "begin 6"].contains { body.starts(with: Array($0.utf8)) }
        return isPacked ? nil : body
    }

    private func written(_ body: ArraySlice<UInt8>) throws -> String {
        let bytes = Array(body)
        let isMarkup = bytes.prefix(2_000).contains(UInt8(ascii: "<"))
        guard isMarkup, Self.holdsHTML(body) else {
            return Bytes.trimmed(body)
        }
        return try Document(html: bytes, contentType: "text/html").markdown()
    }

    private static func holdsHTML(_ body: ArraySlice<UInt8>) -> Bool {
        let head = String(decoding: body.prefix(4_000), as: UTF8.self).lowercased()
        return ["<html", "<body", "<div", "<p>", "<p ", "<table"].contains { head.contains($0) }
    }
}
