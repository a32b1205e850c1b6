import Extraction

/// Any text is a selector or a fault, and a selector matches the same each time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSelectors(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let html = "<main id=a class='b c'><p lang=en>x<b></b><i d=e></i></p><p>y</p><ul><li><li></ul>"
    guard let selector = try? Selector(text), let page = try? Document(html: html) else { return 0 }
    let found = page.select(selector)
    for node in page.allNodes where page.isElement(node) {
        let isMatch = page.matches(selector, node)
        precondition(isMatch == found.contains(node), "one by one and all at once agree")
    }
    return 0
}
