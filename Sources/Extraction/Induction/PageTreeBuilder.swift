import AlmanacCore

/// Makes the tree of a page from its document and the data that it carries.
struct PageTreeBuilder {
    var tree = PageTree()
    private var open: [Int32] = []
    private var counts: [Int64: Int32] = [:]
    private var numbers: [String: Int32] = [:]
    private var labelHashes: [UInt64] = []

    init() { push(name: "page", label: "page", origin: .body) }

    var isFull: Bool { tree.places.count >= PageTree.placeLimit }

    /// Opens a place below the last open one.
    @discardableResult
    mutating func push(name: String, label: String, origin: PageTree.Origin) -> Int32 {
        let place = Int32(tree.places.count)
        let parent = open.last ?? -1
        let nameNumber = number(name)
        // The column of a cell tells more than its classes.
        let isCell = name == "td" || name == "th" || name == "#text"
        let key = Int64(parent) << 32 | Int64(name == "th" ? number("td") : nameNumber)
        let position = counts[key, default: 0]
        counts[key] = position + 1
        let labelNumber = isCell ? number("\(label)[\(position)]") : number(label)
        let isTableCell = name == "td" || name == "th"
        let bareNumber = isTableCell ? number("\(name)[\(position)]") : nameNumber
        let label = labelHashes[Int(labelNumber)]
        let bare = labelHashes[Int(bareNumber)]
        var paths = PageTree.Paths(marked: label, near: label, bare: bare, pair: bare)
        if parent >= 0 {
            let above = tree.places[Int(parent)]
            paths.marked = Self.join(above.paths.marked, label)
            paths.bare = Self.join(above.paths.bare, bare)
            paths.pair = Self.join(labelHashes[Int(above.name)], bare)
            paths.near = Self.join(labelHashes[Int(above.label)], label)
            if above.parent >= 0 {
                let grand = tree.places[Int(above.parent)]
                paths.near = Self.join(labelHashes[Int(grand.label)], paths.near)
            }
        }
        tree.places.append(
            PageTree.Place(
                parent: parent, end: place + 1, label: labelNumber, name: nameNumber,
                position: position, origin: origin, paths: paths))
        open.append(place)
        return place
    }

    mutating func pop() {
        guard let place = open.popLast() else { return }
        tree.places[Int(place)].end = Int32(tree.places.count)
    }

    mutating func finish() -> PageTree {
        while !open.isEmpty { pop() }
        return tree
    }

    mutating func add(_ place: Int32, _ part: UInt64, _ text: String) {
        guard !text.isEmpty, text.utf8.count <= PageTree.textLimit else { return }
        // A space that may not break is a space: 0xC2 0xA0 in UTF-8.
        let plain = text.utf8.contains(0xA0) ? PlainText.collapsed(text) : text
        guard !plain.isEmpty else { return }
        tree.atoms.append(PageTree.Atom(place: place, part: part, text: plain))
    }

    private mutating func number(_ text: String) -> Int32 {
        if let known = numbers[text] { return known }
        let number = Int32(tree.names.count)
        numbers[text] = number
        tree.names.append(text)
        labelHashes.append(PageTree.number(text))
        return number
    }

    private static func join(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var hash = left &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        return (hash ^ right) &* 0xBF58_476D_1CE4_E5B9
    }
}

extension PageTreeBuilder {
    /// Adds a JSON value as places, one for each member and element.
    mutating func add(_ json: JSON, name: String, origin: PageTree.Origin) {
        var tasks: [(value: JSON?, name: String)] = [(json, name)]
        var budget = 200_000
        while let task = tasks.popLast() {
            guard let value = task.value else {
                pop()
                continue
            }
            budget -= 1
            guard budget > 0, !isFull else { continue }
            var label = task.name
            if let type = value["@type"] {
                let first = type.arrayValue?.first?.stringValue
                label = "schema:" + (type.stringValue ?? first ?? "")
            }
            let place = push(name: label, label: label, origin: origin)
            tasks.append((nil, ""))
            switch value {
            case .object(let object):
                for member in object.members.reversed() where member.key != "@context" {
                    tasks.append((member.value, member.key))
                }
            case .array(let elements):
                for element in elements.prefix(20_000).reversed() { tasks.append((element, "*")) }
            case .string(let text): addText(place, text, origin)
            case .integer(let number): add(place, 0, String(number))
            case .number(let number): add(place, 0, "\(number)")
            case .bool, .null: break
            }
        }
    }

    /// Adds a string of JSON, and its lines as places of their own where it has several.
    private mutating func addText(_ place: Int32, _ text: String, _ origin: PageTree.Origin) {
        let shown = Self.withoutMarkup(text)
        add(place, 0, PlainText.collapsed(shown))
        var lines = Self.lines(shown)
        // Markup within lines leaves the text its own.
        if lines.count < 2 { lines = Self.lines(text).map { Self.withoutMarkup($0) } }
        guard lines.count > 1, lines.count < 200 else { return }
        for line in lines {
            let number = push(name: "#line", label: "#line", origin: origin)
            add(number, 0, line)
            pop()
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { PlainText.collapsed(String($0)) }
            .filter { !$0.isEmpty }
    }

    /// A string of JSON as a reader would see it where it holds markup or references.
    static func withoutMarkup(_ text: String) -> String {
        let looksMarked = text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
        guard looksMarked, text.utf8.count < 20_000, let document = try? Document(html: text)
        else { return text }
        return document.visibleText(of: document.root)
    }
}
