import CLexbor

/// What HTML's own style sheet says about an element, as far as text depends on it.
struct ElementRole: OptionSet, Sendable {
    let rawValue: UInt16

    /// Starts and ends a line.
    static let block = ElementRole(rawValue: 1)
    /// Has a blank line around it.
    static let paragraph = ElementRole(rawValue: 2)
    /// Is not shown, nor is what it holds.
    static let hidden = ElementRole(rawValue: 4)
    /// Keeps white space as it is written.
    static let preformatted = ElementRole(rawValue: 8)
    /// A cell of a table's row.
    static let cell = ElementRole(rawValue: 16)
    /// A row of a table.
    static let row = ElementRole(rawValue: 32)
    /// Has no end tag and no contents.
    static let void = ElementRole(rawValue: 64)

    /// The role of each HTML element by the number of its name.
    static let table: [ElementRole] = {
        var table = [ElementRole](repeating: [], count: Int(LXB_TAG__LAST_ENTRY.rawValue))
        for (role, names) in lists {
            for name in names.split(separator: " ") {
                if let number = Names.elements.number(of: String(name)) {
                    table[Int(number)].insert(role)
                }
            }
        }
        return table
    }()

    /// HTML Standard, section 15.3 (rendering), for the default style sheet.
    private static let lists: [(ElementRole, String)] = [
        (
            .block,
            """
            address article aside blockquote body caption center dd details dialog dir div dl dt \
            fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend \
            li listing main menu nav ol optgroup option p plaintext pre search section summary \
            table tbody tfoot thead tr ul xmp
            """
        ),
        (.paragraph, "p"),
        (
            .hidden,
            """
            area audio base basefont canvas col colgroup datalist head iframe link meta noembed \
            noframes noscript object param rp script source style template title track video
            """
        ),
        (.preformatted, "listing plaintext pre textarea xmp"),
        (.cell, "td th"),
        (.row, "tr"),
        (
            .void,
            "area base br col embed hr img input link meta param source track wbr basefont bgsound"
        ),
    ]

    static func of(_ record: NodeRecord) -> ElementRole {
        guard record.namespace == .html, record.name < UInt32(table.count) else { return [] }
        return table[Int(record.name)]
    }
}
