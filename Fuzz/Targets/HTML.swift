import AlmanacCore
import Extraction

/// Any bytes are a document whose arena is whole, and everything read from it ends.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTML(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let page = try? Document(html: bytes, url: WebURL("https://a.example/b/")) else {
        return 0
    }
    for node in page.allNodes {
        if let parent = page.parent(of: node) {
            precondition(parent < node && page.contains(parent, node), "a parent holds its child")
        }
    }
    _ = page.visibleText(of: page.root)
    _ = page.markdown()
    _ = page.article()
    _ = try? page.structuredData()
    _ = try? page.tables()
    return 0
}
