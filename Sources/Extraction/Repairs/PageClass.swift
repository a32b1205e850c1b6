import AlmanacCore

/// What a page is that came in answer, told before anything is read from it.
package enum PageClass: String, Sendable, CaseIterable {
    /// What was asked for.
    case content
    /// A refusal or a test for robots.
    case blocked
    /// A page that says that something failed.
    case error
    /// A page that asks who one is.
    case login
    /// A page that asks for consent first.
    case consent
    /// Nothing that could be read.
    case empty

    /// Tells what a page is by the answer's status and by what it says and asks for.
    ///
    /// Words count only on pages that say little else, since any of them may stand in content.
    package init(status: Int? = nil, _ page: SourcePage) {
        if let known = status.flatMap(Self.byStatus) {
            self = known
            return
        }
        switch page.contents {
        case .markup(let document): self = Self.of(document)
        case .feed: self = .content
        case .json(let json): self = Self.of(json)
        }
    }

    private static func byStatus(_ status: Int) -> PageClass? {
        switch status {
        case 401, 407: .login
        case 403, 429, 451: .blocked
        case 404, 410, 400..<600: .error
        default: nil
        }
    }

    private static func of(_ json: JSON) -> PageClass {
        switch json {
        case .null: .empty
        case .array(let elements): elements.isEmpty ? .empty : .content
        case .object(let object):
            if object.members.isEmpty {
                .empty
            } else if object.members.count <= 4, object["error"] != nil || object["errors"] != nil {
                .error
            } else {
                .content
            }
        default: .content
        }
    }

    /// Pages with more words than this are told by their title alone.
    private static let fewWords = 300
    /// Pages with more words than this are content whatever their title says.
    private static let manyWords = 1_500

    private static func of(_ document: Document) -> PageClass {
        let text = document.visibleLine(of: document.root).lowercased()
        let wordCount = text.split(separator: " ", maxSplits: manyWords).count
        guard wordCount < manyWords else { return .content }
        let title = texts(of: "title", document)
        for (words, found) in titles where words.contains(where: title.contains) { return found }
        guard wordCount < fewWords else { return .content }
        if markers.contains(where: { matches($0, document) }) { return .blocked }
        if matches("input[type=\"password\"]", document) { return .login }
        let headings = title + " " + texts(of: "h1", document) + " " + texts(of: "h2", document)
        for (words, found) in headingWords where words.contains(where: headings.contains) {
            return found
        }
        for (words, found) in phrases where words.contains(where: text.contains) { return found }
        return wordCount < 3 && !carriesData(document) ? .empty : .content
    }

    private static func texts(of selector: String, _ document: Document) -> String {
        guard let selector = try? Selector(selector) else { return "" }
        return document.select(selector).prefix(3).map {
            document.textContent(of: $0).foldedLine
        }.joined(separator: " ")
    }

    private static func matches(_ selector: String, _ document: Document) -> Bool {
        (try? Selector(selector)).map { document.first($0) != nil } ?? false
    }

    private static func carriesData(_ document: Document) -> Bool {
        !document.linkedData().isEmpty || !document.embeddedJSON().isEmpty
            || matches("img, iframe, frame", document)
    }

    /// Elements of the usual tests for robots.
    private static let markers = [
        "[id^=\"cf-\"][class*=\"challenge\"]", "script[src*=\"challenge-platform\"]",
        "script[src*=\"captcha\"]", "iframe[src*=\"captcha\"]", "[class*=\"g-recaptcha\"]",
        "[class*=\"h-captcha\"]", "#px-captcha", "iframe[src*=\"_Incapsula_\"]",
        "script[src*=\"datadome\"]", "#challenge-form",
    ]
    /// What titles of such pages start or stand as, whatever else is on them.
    private static let titles: [([String], PageClass)] = [
        (
            [
                "just a moment", "attention required!", "access denied", "pardon our interruption",
                "are you a robot", "robot check", "security check", "too many requests",
            ], .blocked
        ),
        (
            [
                "page not found", "404 not found", "error 404", "500 internal", "502 bad gateway",
                "503 service", "504 gateway", "page cannot be found", "site under maintenance",
            ], .error
        ),
        (["before you continue"], .consent),
    ]
    private static let headingWords: [([String], PageClass)] = [
        (
            ["access denied", "forbidden", "you have been blocked", "request blocked", "blocked"],
            .blocked
        ),
        (
            [
                "not found", "internal server error", "bad gateway", "service unavailable",
                "gateway time-out", "maintenance", "something went wrong", "an error occurred",
            ], .error
        ),
        (["before you continue", "we value your privacy", "your privacy"], .consent),
        (["sign in", "log in", "login", "please authenticate", "members only"], .login),
    ]
    private static let phrases: [([String], PageClass)] = [
        (
            [
                "verify you are human", "verifying you are human", "unusual traffic",
                "not a robot", "enable javascript and cookies to continue",
                "your request has been blocked", "automated access", "rate limit exceeded",
            ], .blocked
        ),
        (
            [
                "we and our partners store", "accept all cookies to continue",
                "you must accept cookies", "consent to the use of cookies to continue",
                "to continue, accept",
            ], .consent
        ),
        (
            ["you must be logged in", "please log in to", "please sign in to", "login required"],
            .login
        ),
    ]
}
