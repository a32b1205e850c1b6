import CLexbor

/// How much text, link text and punctuation lie in any part of a page, each in constant time.
///
/// Nodes are in document order, so sums up to each node answer for every subtree.
struct TextStatistics {
    /// Characters of text before a node, white space not counted.
    private(set) var text: [Int32] = []
    /// Those of them that are in links.
    private(set) var link: [Int32] = []
    /// Commas and their like.
    private(set) var comma: [Int32] = []
    /// Whether a node is shown and not left out.
    private(set) var isKept: [Bool] = []
    private let document: Document

    /// - Parameter isLeftOut: Says which elements count for nothing, with all they hold.
    init(_ document: Document, isLeftOut: (Node) -> Bool) {
        self.document = document
        let count = document.nodeCount
        text = Array(repeating: 0, count: count + 1)
        link = text
        comma = text
        isKept = Array(repeating: false, count: count)
        var sums: (text: Int32, link: Int32, comma: Int32) = (0, 0, 0)
        var linkEnd = 0
        var hiddenEnd = 0
        for index in 0..<count {
            text[index] = sums.text
            link[index] = sums.link
            comma[index] = sums.comma
            guard index >= hiddenEnd else { continue }
            let record = document.nodes[index]
            if record.isElement {
                if document.shownRole(index, record) == nil || isLeftOut(Node(index)) {
                    hiddenEnd = Int(record.end)
                    continue
                }
                if record.name == LXB_TAG_A.rawValue, index >= linkEnd { linkEnd = Int(record.end) }
            } else if record.isText {
                let (characters, commas) = Self.count(document.textBytes(record))
                sums.text += characters
                sums.comma += commas
                if index < linkEnd { sums.link += characters }
            }
            isKept[index] = true
        }
        text[count] = sums.text
        link[count] = sums.link
        comma[count] = sums.comma
    }

    private static func count(_ bytes: ArraySlice<UInt8>) -> (Int32, Int32) {
        var characters: Int32 = 0
        var commas: Int32 = 0
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in bytes {
            if byte > 0x20, byte & 0xC0 != 0x80 { characters += byte >= 0xE3 ? 2 : 1 }
            if byte == UInt8(ascii: ",") { commas += 1 }
            // The commas of Chinese, Japanese and Arabic: U+3001, U+FF0C, U+060C.
            if byte == 0x81, previous == (0xE3, 0x80) { commas += 1 }
            if byte == 0x8C, previous == (0xEF, 0xBC) || previous.1 == 0xD8 { commas += 1 }
            previous = (previous.1, byte)
        }
        return (characters, commas)
    }

    func textCount(_ node: Node) -> Int {
        Int(text[Int(document.nodes[node.index].end)] - text[node.index])
    }

    func commaCount(_ node: Node) -> Int {
        Int(comma[Int(document.nodes[node.index].end)] - comma[node.index])
    }

    /// The share of an element's text that is in links.
    func linkShare(_ node: Node) -> Double {
        let all = textCount(node)
        let linked = Int(link[Int(document.nodes[node.index].end)] - link[node.index])
        return all == 0 ? 0 : Double(linked) / Double(all)
    }
}
