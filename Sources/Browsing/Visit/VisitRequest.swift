public import AlmanacCore

/// A page to be built by a browser, and what is wanted of it.
public struct VisitRequest: Sendable, Equatable {
    /// The page's address.
    public var url: WebURL
    /// A selector to wait for; nil to wait until the network is quiet.
    public var selector: String?
    /// What to do on the page, in order.
    public var steps: [VisitStep] = []
    /// Whether images, sounds, films and fonts are left out.
    public var blocksMedia = true
    /// Whether a picture of the page is wanted.
    public var wantsScreenshot = false
    /// Milliseconds for all of it.
    public var deadline = 45_000
    /// The most bytes that the page and what belongs to it may have, unpacked.
    public var maximumBytes = 64 << 20

    /// Makes a visit that waits until the network is quiet.
    public init(_ url: WebURL) {
        self.url = url
    }
}

/// What of a visit an address is asked for.
public enum VisitPart: Sendable, Equatable {
    /// The page itself, each time that it goes elsewhere; where it may not, the visit ends.
    case page
    /// What the page shows in frames or its scripts ask for; where it may not, it is left out.
    case part
}

/// One thing done on a page, as a recipe says it; each is done by script and makes no claim to be
/// a person's.
public enum VisitStep: Sendable, Equatable {
    /// Scrolls to the end, the page's and that of what scrolls inside it, so many times, waiting
    /// for what loads; less often where nothing was added twice in a row.
    case scroll(times: Int)
    /// Clicks the first element that matches.
    case click(String)
    /// Writes a text into the first field that matches.
    case type(String, text: String)
    /// Waits until an element matches.
    case wait(String)
    /// Keeps the page and clicks what leads to the next one, until there is none that is shown and
    /// not disabled, the page stays as it is, or so many pages are kept.
    case paginate(next: String, pages: Int)
    /// Clicks what adds to the page, so many times, until there is none or nothing is added.
    case more(String, times: Int)

    /// How often it is done at most.
    package var times: Int {
        switch self {
        case .click, .type, .wait: 1
        case .scroll(let times), .more(_, let times), .paginate(_, let times): times
        }
    }
}

/// What a visit gave.
public struct VisitedPage: Sendable, Equatable {
    /// The address at the end, after redirects.
    public var url: WebURL
    /// The status of the page's document.
    public var status: Int
    /// The document as it stood at the end as HTML: one for each page that was paginated through.
    public var pages: [String]
    /// The JSON that the page itself fetched, in order.
    public var captured: [CapturedAnswer]
    /// Addresses of frames and of what scripts asked for that were left out, as by robots.txt.
    public var withheld: [String] = []
    /// A picture as PNG.
    public var screenshot: [UInt8]?
    /// Whether the network was quiet at the end; some pages never are.
    public var isSettled: Bool
    /// Bytes of the page and what belongs to it, unpacked.
    public var bytes: Int

    /// Makes what a visit gives, nothing of it yet.
    package init(
        url: WebURL, status: Int = 0, pages: [String] = [], captured: [CapturedAnswer] = []
    ) {
        (self.url, self.status, self.pages, self.captured) = (url, status, pages, captured)
        (screenshot, isSettled, bytes) = (nil, false, 0)
    }
}

/// JSON that a page fetched for itself, often the best source of all.
public struct CapturedAnswer: Sendable, Equatable {
    /// Where it came from.
    public var url: String
    /// Its status.
    public var status: Int
    /// The text.
    public var body: String
}
