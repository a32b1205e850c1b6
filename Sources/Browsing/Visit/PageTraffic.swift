import AlmanacCore

/// What a page has under way on the network, and for how long it has been quiet.
struct PageTraffic {
    /// Whether the page has fired its load event since it last went elsewhere.
    private(set) var isLoaded = false
    private var isThere = false
    /// Milliseconds since nothing was under way.
    var quietFor = 0
    /// Milliseconds since the load event.
    private(set) var sinceLoaded = 0
    /// Bytes that came, unpacked.
    private(set) var bytes = 0
    private var underway: Set<String> = []
    private var promising: [String: CapturedAnswer] = [:]
    private var captures = 0

    /// Connections that stay open; a page that holds one may be quiet all the same.
    private static let lasting: Set<String> = ["WebSocket", "EventSource", "Ping"]
    /// How long the identities are that the browser gives rather than a page's process.
    private static let tokenLength = 32
    /// The most answers that are captured, and the bytes that one may have.
    private static let captureLimit = 100
    private static let captureBytes = 8.0 * 1_048_576

    /// Notes that the page has gone elsewhere, at first from the empty one that it began with.
    mutating func moved() {
        isThere = true
        isLoaded = false
    }

    /// Notes the load event, unless it is that of the empty page.
    mutating func loaded() {
        isLoaded = isThere
        sinceLoaded = 0
    }

    /// Lets time go by.
    mutating func pass(_ milliseconds: Int) {
        quietFor = underway.isEmpty ? quietFor + milliseconds : 0
        sinceLoaded += milliseconds
    }

    /// Notes an event of the network; gives the answer whose body is to be asked for.
    ///
    /// - Parameter frame: the page's own.
    mutating func note(
        _ method: String, _ parameters: JSON, of frame: String
    ) -> (request: String, answer: CapturedAnswer)? {
        guard method.hasPrefix("Network."), let request = parameters["requestId"]?.stringValue
        else { return nil }
        let type = parameters["type"]?.stringValue ?? ""
        switch method {
        case "Network.requestWillBeSent" where !Self.lasting.contains(type):
            quietFor = 0
            // Of a worker's script and another site's frame the end is told elsewhere. Both have
            // tokens for identities, as the page's own document has.
            let isPage = type == "Document" && parameters["frameId"]?.stringValue == frame
            if isPage || request.utf8.count < Self.tokenLength { underway.insert(request) }
        case "Network.dataReceived": bytes += parameters["dataLength"]?.intValue ?? 0
        case "Network.responseReceived" where type == "XHR" || type == "Fetch":
            let response = parameters["response"]
            if response?["mimeType"]?.stringValue?.contains("json") == true {
                promising[request] = CapturedAnswer(
                    url: response?["url"]?.stringValue ?? "",
                    status: response?["status"]?.intValue ?? 0, body: "")
            }
        case "Network.loadingFailed":
            underway.remove(request)
            promising[request] = nil
        case "Network.loadingFinished":
            underway.remove(request)
            guard let answer = promising.removeValue(forKey: request),
                captures < Self.captureLimit,
                parameters["encodedDataLength"]?.doubleValue ?? 0 <= Self.captureBytes
            else { return nil }
            captures += 1
            return (request, answer)
        default: break
        }
        return nil
    }
}
