/// How the pages of a source are fetched.
public struct FetchRule: Sendable, Equatable {
    /// The address of the first page; `{name}` stands for a parameter, such as `{page}`.
    public var url: String
    /// The cheapest way to fetch that gives the whole page.
    public var tier: Tier = .page
    /// What a browser does on the page before it is read, in order; needs the tier `browser`.
    public var steps: [PageStep] = []
    /// How the further pages of a listing are reached; nil for a single page.
    public var paging: Paging?
    /// A listing is read far enough after so many known records in a row; nil to read to its end.
    public var stopAfterKnown: Int?

    /// Makes a rule.
    public init(url: String) { self.url = url }

    /// Whether further records are added to the page, rather than being on pages of their own.
    package var isAddedTo: Bool {
        switch paging?.step {
        case .scroll, .more: tier == .browser
        default: false
        }
    }

    /// The ways to fetch, cheapest first.
    public enum Tier: String, Sendable, CaseIterable {
        case api, actor, page, browser
    }

    /// How the further pages of a listing are reached.
    public struct Paging: Sendable, Equatable {
        /// What leads to the next page.
        public var step: Step
        /// The most pages that are read in one run.
        public var pageLimit = 20

        /// Makes a rule.
        public init(_ step: Step, pageLimit: Int = 20) {
            self.step = step
            self.pageLimit = pageLimit
        }
    }

    /// What leads to the next page.
    public enum Step: Sendable, Equatable {
        /// A link on the page, by selector.
        case link(String)
        /// A number in the address: the parameter's name, its first value and its step.
        case parameter(String, first: Int, by: Int)
        /// A text that the page gives for the next request: the parameter, and where the text is in
        /// the page's data.
        case cursor(String, path: DataPath)
        /// Scrolling to the end, in a browser.
        case scroll
        /// Clicking on what leads to the next page, by selector, in a browser.
        case click(String)
        /// Clicking on what adds records to the page, by selector, in a browser.
        case more(String)
    }

    /// One thing that a browser does on a page.
    public enum PageStep: Sendable, Equatable {
        /// Waits until an element matches.
        case wait(String)
        /// Scrolls to the end, so many times, waiting for what loads.
        case scroll(times: Int)
        /// Clicks the first element that matches.
        case click(String)
        /// Writes a text into the first field that matches; `{name}` stands for a parameter.
        case type(String, text: String)
    }
}
