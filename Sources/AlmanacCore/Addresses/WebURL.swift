/// An absolute address, split into the parts of RFC 3986.
///
/// Reading is as forgiving as browsers are with what stands in pages: white space around and line
/// breaks within are dropped, backslashes of web addresses are slashes, and what may not stand in
/// an address is percent-encoded. Scheme and host are in lower case, default ports are left out.
public struct WebURL: Hashable, Sendable, CustomStringConvertible {
    /// The scheme, such as `https`.
    public let scheme: String
    /// User information, host and port; nil where there is no `//`.
    public let authority: String?
    /// The path, `/` at the least where there is an authority.
    public let path: String
    /// What follows `?`.
    public let query: String?
    /// What follows `#`.
    public let fragment: String?

    init(scheme: String, authority: String?, path: String, query: String?, fragment: String?) {
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.query = query
        self.fragment = fragment
    }

    /// Reads an absolute address; nil where the text is none, such as a relative one.
    public init?(_ text: String) {
        let reference = URLReference(text)
        guard let scheme = reference.scheme else { return nil }
        if URLReference.isWeb(scheme), reference.authority ?? "" == "" { return nil }
        self.init(
            scheme: scheme, authority: reference.authority,
            path: reference.authority == nil
                ? reference.path : URLReference.withoutDots(reference.path),
            query: reference.query, fragment: reference.fragment)
    }

    /// What a reference on this page points to, by RFC 3986 section 5.2.
    ///
    /// Nil where the reference cannot be resolved: this address has no hierarchy (`mailto:`), or
    /// the reference names a web scheme without a host.
    public func resolving(_ text: String) -> WebURL? {
        let reference = URLReference(text, base: scheme)
        if reference.scheme != nil { return WebURL(text) }
        if let authority = reference.authority {
            guard !authority.isEmpty || !URLReference.isWeb(scheme) else { return nil }
            return WebURL(
                scheme: scheme, authority: authority,
                path: URLReference.withoutDots(reference.path), query: reference.query,
                fragment: reference.fragment)
        }
        if reference.path.isEmpty {
            return WebURL(
                scheme: scheme, authority: authority, path: path,
                query: reference.query ?? query, fragment: reference.fragment)
        }
        guard authority != nil || path.hasPrefix("/") else { return nil }
        let merged =
            if reference.path.hasPrefix("/") {
                reference.path
            } else {
                String(
                    path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)])
                    + reference.path
            }
        return WebURL(
            scheme: scheme, authority: authority, path: URLReference.withoutDots(merged),
            query: reference.query, fragment: reference.fragment)
    }

    /// The address as text.
    public var description: String {
        var text = scheme + ":"
        if let authority { text += "//" + authority }
        text += path
        if let query { text += "?" + query }
        if let fragment { text += "#" + fragment }
        return text
    }

    /// The host in lower case, without user information and port.
    public var host: String? {
        guard let authority else { return nil }
        let afterUser = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if afterUser.hasPrefix("[") { return String(afterUser.prefix { $0 != "]" }) + "]" }
        return String(afterUser.prefix { $0 != ":" })
    }

    /// Whether the address is of the web: `http` or `https`.
    public var isWeb: Bool { URLReference.isWeb(scheme) }

    /// The address without its fragment, which is never sent.
    public var withoutFragment: WebURL {
        WebURL(scheme: scheme, authority: authority, path: path, query: query, fragment: nil)
    }
}
