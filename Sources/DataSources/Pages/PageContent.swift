package import AlmanacCore
import Extraction
import Networking

/// Tells whether a page as it was fetched holds its content, or leaves it to scripts.
package enum PageContent {
    /// Characters of visible text below which a page with scripts says nothing by itself.
    static let leastText = 200
    /// Bytes of JSON in scripts from which on a page carries its content with it.
    static let leastData = 2_000

    /// Why scripts are needed to see what a page says; nil where the bytes hold it.
    ///
    /// A page needs them where it has a script, less than 200 characters of visible text, no data
    /// for its own program of 2,000 bytes or more. What is no HTML never
    /// does.
    package static func needsScripts(
        _ bytes: [UInt8], contentType: String?, url: WebURL?
    ) -> String? {
        guard isHTML(bytes, contentType),
            let page = try? Document(html: bytes, contentType: contentType, url: url)
        else { return nil }
        let text = page.visibleText(of: page.root).utf8.count { $0 > 0x20 }
        guard text < leastText, hasPrograms(page) else { return nil }
        let data =
            page.embeddedJSON().map(\.value) + page.linkedData().map(\.value)
        let bytes = data.reduce(0) { $0 + $1.text().utf8.count }
        guard bytes < leastData else { return nil }
        return "it has \(text) characters of text, and scripts"
    }

    private static func isHTML(_ bytes: [UInt8], _ contentType: String?) -> Bool {
        if let type = contentType?.lowercased(), !type.isEmpty { return type.contains("html") }
        let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
        return start.contains("<html") || start.contains("<!doctype html")
    }

    /// Whether the page has a script that is a program rather than data.
    private static func hasPrograms(_ page: Document) -> Bool {
        page.allNodes.contains { node in
            guard page.isElement(node, named: "script") else { return false }
            let type = page.attribute("type", of: node)?.lowercased() ?? ""
            return type.isEmpty || type.contains("javascript") || type == "module"
        }
    }
}
