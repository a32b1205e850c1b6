import AlmanacCore
import Scraping

/// Any text is a bundle that is written again as it was read, or a typed error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBundles(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let bundle = try? RecipeBundle(text: text) else { return 0 }
    precondition(!bundle.versions.isEmpty, "a bundle has a version")
    let written = bundle.json.text()
    let again = try? RecipeBundle(text: written)
    precondition(again?.json.text() == written, "what is written is read again")
    _ = try? RecipeBundle(text: bundle.renamed("other").json.text())
    return 0
}
