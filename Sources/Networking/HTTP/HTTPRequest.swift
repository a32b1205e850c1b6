public import AlmanacCore

/// What is asked of a server, and how long and how large the answer may be.
public struct HTTPRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// The address: `http` or `https`.
    public var url: WebURL
    /// Header fields beside those that the client sets itself.
    public var headers: HTTPHeaders
    /// The body, where there is one.
    public var body: [UInt8]?
    /// Names of header fields that must not go to another host when the server redirects there.
    public var secretHeaders: Set<String> = ["authorization", "cookie", "x-api-key"]
    /// Milliseconds for everything: name, connection, redirects, body.
    public var deadline = 30_000
    /// The most bytes of a body, after decompression.
    public var maximumBytes = 50_000_000
    /// Where the body of an answer with a status of success goes as it comes, instead of into the
    /// answer; nil to have it there.
    public var file: BodyFile?
    /// How many redirects are followed.
    public var maximumRedirects = 10
    /// The cookies that the server is given and may add to, of one source.
    public var cookies = CookieJar()
    /// The proxy that it goes through; nil to go straight.
    public var proxy: ProxyServer?
    /// The way through the proxy, once the target is resolved and checked.
    var route: ProxyRoute?
    /// Is told each piece of the body as it comes, in order.
    ///
    /// On the client's own thread, which it must not hold up. The answer, or the file, holds the
    /// whole body all the same.
    public var received: (@Sendable ([UInt8]) -> Void)?

    /// Makes a request.
    public init(
        _ method: HTTPMethod = .get, _ url: WebURL, headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Whether sending it twice has the effect of sending it once (RFC 9110, section 9.2.2).
    public var isIdempotent: Bool { method != .post }

    /// The request that a redirect asks for; nil where the status is none or gives no address.
    ///
    /// A method other than GET and HEAD becomes GET where browsers do that (RFC 9110, section
    /// 15.4), and secret header fields stay with the origin that they were meant for.
    func redirected(status: Int, location: String?) -> HTTPRequest? {
        guard [301, 302, 303, 307, 308].contains(status), let location,
            let target = url.resolving(location)
        else { return nil }
        var next = self
        next.url = target.withoutFragment
        let becomesGet =
            status == 303 && method != .head || (status == 301 || status == 302) && method == .post
        if becomesGet {
            next.method = .get
            next.body = nil
            next.headers["Content-Type"] = nil
        }
        if target.scheme != url.scheme || target.authority != url.authority {
            for field in headers.fields where secretHeaders.contains(field.name.lowercased()) {
                next.headers[field.name] = nil
            }
        }
        return next
    }
}

/// The cookies of one source, as libcurl keeps them: lines in the form of Netscape's cookie file.
public struct CookieJar: Hashable, Sendable {
    /// One line for each cookie.
    public var lines: [String]

    /// Makes a jar.
    public init(lines: [String] = []) {
        self.lines = lines
    }
}
