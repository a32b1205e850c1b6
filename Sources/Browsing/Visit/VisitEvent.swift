package import AlmanacCore

/// What a visit is told.
package enum VisitEvent: Sendable {
    /// The visit begins.
    case start
    /// The answer to a call.
    case answer(call: Int, result: JSON)
    /// A call that the browser refused.
    case refused(call: Int, message: String)
    /// Something happened on the page.
    case event(method: String, parameters: JSON)
    /// Whether something may be fetched; nil where it may.
    case permission(request: String, AlmanacError?)
    /// So much time has gone by since the last tick.
    case tick(milliseconds: Int)
    /// The browser has ended, or the visit was called off.
    case gone(AlmanacError)
}

/// What a visit wants done.
package enum VisitEffect: Sendable, Equatable {
    /// A command for the browser, or for the page once it is there.
    case send(call: Int, method: String, parameters: JSONObject, toPage: Bool)
    /// From now on events of this session are the visit's, and what its page's frame and its
    /// context fetch; nil where the context is the only one that there is.
    case listen(session: String, frame: String, context: String?)
    /// Whether robots.txt allows an address.
    case askPermission(request: String, WebURL, VisitPart)
    /// The visit is over; its context is to be closed where there is one.
    case finish(Result<VisitedPage, AlmanacError>, context: String?)
}
