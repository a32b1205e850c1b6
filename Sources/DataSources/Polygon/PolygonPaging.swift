import AlmanacCore
import Networking

/// How every list of Polygon's is asked for: the key in a header, further pages by `next_url`.
///
/// Of a page's `next_url` only the path and the query are kept and asked for at Polygon's own host:
/// the key never goes elsewhere.
struct PolygonPaging {
    let key: String

    /// The call for the page at a cursor, or for the first page at `first` where there is none.
    func call(at cursor: String?, first: WebURL) throws(AlmanacError) -> SourceCall {
        var url = first
        if let cursor {
            guard let next = WebURL("https://api.polygon.io" + cursor) else {
                throw AlmanacError(.internalError, "a cursor of Polygon's is no address")
            }
            url = next
        }
        return SourceCall(SourceAddress.get(url, secret: ("Authorization", "Bearer " + key)))
    }

    /// The cursor of the page after an answer; nil on the last page.
    static func next(after answer: AnswerReader) throws(AlmanacError) -> String? {
        guard let next = try answer.optional("next_url")?.text(), let url = WebURL(next) else {
            return nil
        }
        return url.path + (url.query.map { "?" + $0 } ?? "")
    }
}
