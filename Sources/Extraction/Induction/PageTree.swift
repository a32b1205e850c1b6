/// A page as one tree of places and the strings that stand at them, whatever it is written in.
///
/// HTML elements, members of JSON documents and items of embedded data become places of the same
/// kind, so that what is learned of one representation can be looked for in another. Places stand
/// in document order; `end` is the place after the last one below.
package struct PageTree: Sendable {
    /// One place of the tree.
    struct Place: Sendable {
        var parent: Int32
        var end: Int32
        /// The name with its classes, as a number of this tree.
        var label: Int32
        /// The name, as a number of this tree.
        var name: Int32
        /// The place among places of the same name in its parent, from zero.
        var position: Int32
        var origin: Origin
        var paths: Paths
        /// The node of the document; -1 where it is none, as in data.
        var node: Int32 = -1
    }

    /// Where a place is, told in four ways, each as a number that is the same on every page.
    struct Paths: Sendable, Hashable {
        /// Names and classes from the root.
        var marked: UInt64
        /// Names and classes of the last three steps.
        var near: UInt64
        /// Names from the root.
        var bare: UInt64
        /// The last two names.
        var pair: UInt64
    }

    /// Which representation of the page a place belongs to.
    package enum Origin: UInt8, Sendable, Comparable {
        case linkedData, microdata, metadata, state, body

        package static func < (left: Origin, right: Origin) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// One string of a page and where it stands.
    struct Atom: Sendable {
        var place: Int32
        /// Text is 0, text between inner elements 1 and up, attributes from 64 on by `partNumber`.
        var part: UInt64
        var text: String
    }

    var places: [Place] = []
    var atoms: [Atom] = []
    /// The strings behind the numbers of labels and names.
    var names: [String] = []
    /// The text of the heading above a cell, by the cell.
    var headers: [Int32: String] = [:]
    package var byteCount = 0

    static let placeLimit = 400_000
    static let textLimit = 4_000

    func contains(_ outer: Int32, _ inner: Int32) -> Bool {
        inner >= outer && inner < places[Int(outer)].end
    }

    /// The places right below a place, in document order.
    func children(of place: Int32) -> [Int32] {
        var found: [Int32] = []
        var at = place + 1
        while at < places[Int(place)].end {
            found.append(at)
            at = places[Int(at)].end
        }
        return found
    }

    /// The path of a place by names and classes, for reading.
    func path(of place: Int32) -> String {
        var steps: [String] = []
        var at = place
        while at >= 0 {
            steps.append(names[Int(places[Int(at)].label)])
            at = places[Int(at)].parent
        }
        return steps.reversed().joined(separator: ">")
    }

    /// The number of a string that is the same on every page and in every run: FNV-1a.
    static func number(_ text: String, _ start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var hash = start
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// The number of an attribute as a part.
    static func part(_ attribute: String) -> UInt64 { number(attribute) | 1 << 40 }
}
