import AlmanacCore

/// What is run inside a page for the steps of a visit.
enum VisitScript {
    /// The page's address and its document as HTML.
    static let read =
        "({url: location.href,"
        + " html: '<!DOCTYPE html>' + document.documentElement.outerHTML.toWellFormed()})"

    /// Scrolls to the end, the page's and that of what scrolls inside it; how many elements it has.
    static let scroll = """
        (() => { const all = document.querySelectorAll('body *');
        for (const e of all) if (e.scrollHeight > e.clientHeight + 1
            && /auto|scroll/.test(getComputedStyle(e).overflowY)) e.scrollTop = e.scrollHeight;
        scrollTo(0, document.documentElement.scrollHeight);
        return all.length; })()
        """

    /// Whether an element matches.
    static func isThere(_ selector: String) -> String { "\(element(selector)) !== null" }

    /// Clicks the first element that matches; whether there is one.
    static func click(_ selector: String) -> String {
        "(e => e ? (e.click(), true) : false)(\(element(selector)))"
    }

    /// Clicks the first element that matches where a person could; how many elements the page had,
    /// or 0 where nothing was clicked.
    static func advance(_ selector: String) -> String {
        """
        (e => { if (!e || e.disabled || e.getAttribute('aria-disabled') === 'true'
            || !e.getClientRects().length) return 0;
        const size = document.querySelectorAll('body *').length;
        e.click(); return size; })(\(element(selector)))
        """
    }

    /// Writes a text into the first field that matches; whether there is one.
    static func type(_ text: String, _ selector: String) -> String {
        """
        (e => { if (!e) return false; e.focus(); e.value = \(literal(text));
        for (const n of ['input', 'change']) e.dispatchEvent(new Event(n, {bubbles: true}));
        return true; })(\(element(selector)))
        """
    }

    private static func element(_ selector: String) -> String {
        "document.querySelector(\(literal(selector)))"
    }

    /// A text as a literal of JavaScript, of which JSON is a part.
    private static func literal(_ text: String) -> String { JSON.string(text).text() }
}
