import AlmanacCore

/// Any bytes are a document or a located fault, and what is written reads back the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do {
        let written = try JSON.parse(text).text()
        // As text, since a whole number with a fraction of zero reads back as an integer.
        let again = try? JSON.parse(written).text()
        precondition(again == written, "written text reads back")
    } catch {
        precondition(error.line >= 1 && error.column >= 1, "a fault has a place")
    }
    return 0
}
