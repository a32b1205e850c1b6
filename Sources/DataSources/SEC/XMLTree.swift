import AlmanacCore
import Extraction

/// An element of an XML document, read by paths of local names.
struct XMLTree {
    private let document: Document
    private let node: Node

    /// Reads bytes; nil where there is no element.
    init?(_ bytes: [UInt8]) throws(AlmanacError) {
        do {
            document = try Document(xml: bytes)
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "\(error)")
        }
        guard let root = document.rootElement else { return nil }
        node = root
    }

    private init(_ document: Document, _ node: Node) {
        (self.document, self.node) = (document, node)
    }

    /// The name without a prefix.
    var name: String {
        let name = document.name(of: node)
        return name.split(separator: ":").last.map(String.init) ?? name
    }

    /// The elements at a path of names, such as `issuer/issuerName`.
    func all(_ path: String) -> [XMLTree] {
        var found = [self]
        for step in path.split(separator: "/") {
            found = found.flatMap { tree in
                tree.document.children(of: tree.node).map { XMLTree(tree.document, $0) }
                    .filter { $0.name == step }
            }
        }
        return found
    }

    /// The text of the first element at a path; nil where there is none or it is empty.
    func text(_ path: String) -> String? {
        guard let tree = all(path).first else { return nil }
        let text = Bytes.trimmed(Array(tree.document.textContent(of: tree.node).utf8)[...])
        return text.isEmpty ? nil : text
    }
}
