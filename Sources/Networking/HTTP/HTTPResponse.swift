public import AlmanacCore

/// What a server answered.
public struct HTTPResponse: Sendable {
    /// The status, such as 200.
    public var status: Int
    /// The header fields of the last answer.
    public var headers: HTTPHeaders
    /// The body, decompressed.
    public var body: [UInt8]
    /// The address that answered, after redirects.
    public var url: WebURL
    /// The addresses that were left behind by redirects, in order.
    public var redirects: [WebURL]
    /// The cookies after the exchange.
    public var cookies: CookieJar
    /// Bytes of bodies as they came over the network, all redirects together.
    public var bytesReceived: Int
    /// Milliseconds from the first request to the last byte, as the HTTP library measured it.
    public var milliseconds: Double

    /// Makes an answer, such as one that was kept.
    public init(
        status: Int, headers: HTTPHeaders, body: [UInt8], url: WebURL, redirects: [WebURL] = [],
        cookies: CookieJar = CookieJar(), bytesReceived: Int = 0, milliseconds: Double = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
        self.redirects = redirects
        self.cookies = cookies
        self.bytesReceived = bytesReceived
        self.milliseconds = milliseconds
    }

    /// Whether the status is of the 200s.
    public var isSuccess: Bool { (200..<300).contains(status) }
}
