package import AlmanacCore

/// The addresses of a listing's pages by a recipe's rule: the first, and the one after each page.
package struct ListingAddresses: Sendable {
    private let rule: FetchRule
    private let parameters: [String: String]

    /// Makes the addresses of a rule.
    ///
    /// - Parameter parameters: what `{name}` stands for in the address and in typed texts.
    package init(_ rule: FetchRule, parameters: [String: String] = [:]) {
        (self.rule, self.parameters) = (rule, parameters)
    }

    /// The address of the first page.
    ///
    /// - Throws: `validation` where a parameter is missing, and for what is no address of the web.
    package func first() throws(AlmanacError) -> WebURL { try address(of: nil) }

    /// The address of the page after one that was read; nil at the end of the listing.
    ///
    /// - Parameter pages: how many pages were read.
    /// - Throws: As ``first()`` does.
    package func following(
        _ result: RecipeResult, after pages: Int
    ) throws(AlmanacError) -> WebURL? {
        switch (rule.paging?.step, result.next) {
        case (.parameter(let name, let first, let by), _):
            // A page without records is beyond the last.
            guard result.rowCount > 0 else { return nil }
            return try address(of: (name, String(first + by * pages)))
        case (_, .address(let url)): return url
        case (.cursor(let name, _), .cursor(let text)): return try address(of: (name, text))
        default: return nil
        }
    }

    /// The rule's address with a page's parameter: where it names it, else in its query.
    private func address(
        of page: (name: String, value: String)?
    ) throws(AlmanacError) -> WebURL {
        var parameters = parameters
        var added = page
        switch rule.paging?.step {
        case .parameter(let name, let first, _) where page == nil:
            added = (name, String(first))
        case .cursor(let name, _) where page == nil: parameters[name] = parameters[name] ?? ""
        default: break
        }
        if let (name, value) = added, rule.url.contains("{\(name)}") {
            parameters[name] = value
            added = nil
        }
        var text = try Self.fill(rule.url, parameters, encoded: true)
        if let (name, value) = added { text = Self.setting(name, value, in: text) }
        guard let url = WebURL(text), url.isWeb else {
            throw AlmanacError(
                .validation, "the recipe's address '\(text)' cannot be fetched",
                suggestion: "write it with https:// or http://")
        }
        return url
    }

    /// An address with a parameter of its query set, in place of the value that it had.
    private static func setting(_ name: String, _ value: String, in text: String) -> String {
        let halves = text.prefix { $0 != "#" }.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pairs = halves.count > 1 ? halves[1].split(separator: "&") : []
        let others = pairs.filter { $0 != name[...] && !$0.hasPrefix(name + "=") }.map(String.init)
        return halves[0] + "?"
            + (others + [name + "=" + WebURL.encoded(value)])
            .joined(separator: "&")
    }

    /// A text with parameters in the places of their names.
    package func filled(_ text: String) throws(AlmanacError) -> String {
        try Self.fill(text, parameters, encoded: false)
    }

    /// Puts parameters in the places of their names.
    private static func fill(
        _ text: String, _ parameters: [String: String], encoded: Bool
    ) throws(AlmanacError) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            let name = inside.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
            guard !name.isEmpty, inside.dropFirst(name.count).first == "}" else {
                result += "{"
                rest = inside
                continue
            }
            guard let value = parameters[String(name)] else {
                throw AlmanacError(
                    .validation, "the recipe's parameter '\(name)' is not given",
                    details: ["parameter": .string(String(name))],
                    suggestion: "give it: --param \(name)=VALUE")
            }
            result += encoded ? WebURL.encoded(value) : value
            rest = inside.dropFirst(name.count + 1)
        }
        return result + rest
    }
}
