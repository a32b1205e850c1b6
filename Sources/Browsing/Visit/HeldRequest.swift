import AlmanacCore
import Networking

/// A request that the browser holds back until it is told what to do with it.
struct HeldRequest {
    /// By which the browser knows it.
    var identity: String
    /// The frame or the worker that it is for.
    var origin: String
    /// What kind of resource it is for.
    var type: String
    /// Its address; nil where that is none of the web, so that nothing is fetched.
    var url: WebURL?

    /// Kinds of resources that are left out where only the content is wanted.
    private static let media: Set<String> = ["Image", "Media", "Font"]
    /// Kinds of resources that are asked for: the page, its frames, and what scripts fetch.
    private static let asked = ["Document", "XHR", "Fetch", "EventSource"]

    /// Reads the parameters of `Fetch.requestPaused`.
    init(_ parameters: JSON) {
        identity = parameters["requestId"]?.stringValue ?? ""
        origin = parameters["frameId"]?.stringValue ?? ""
        type = parameters["resourceType"]?.stringValue ?? ""
        url = parameters["request"]?["url"]?.stringValue.flatMap { WebURL($0) }
        if url?.isWeb != true { url = nil }
    }

    /// Whether it is for an image, a sound, a film or a font.
    var isMedia: Bool { Self.media.contains(type) }

    /// What is held back of all that a browser fetches, by whatever page, frame or worker.
    ///
    /// It is enabled for the browser as a whole: a page's session would not see what its shared and
    /// service workers fetch, nor frames of other sites.
    static var patterns: JSON {
        .array(
            (asked + media.sorted()).map { ["urlPattern": "*", "resourceType": .string($0)] })
    }

    /// The command that lets a request go on or fails it, and its parameters.
    static func command(
        _ identity: String, passes: Bool
    ) -> (method: String, parameters: JSONObject) {
        guard passes else {
            return (
                "Fetch.failRequest",
                ["requestId": .string(identity), "errorReason": "BlockedByClient"]
            )
        }
        return ("Fetch.continueRequest", ["requestId": .string(identity)])
    }
}
