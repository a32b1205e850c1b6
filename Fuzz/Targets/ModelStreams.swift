import LanguageModel

/// Any bytes are a stream: the same answer or fault whole and byte by byte, from both dialects.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModelStreams(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for dialect in [ModelProvider.Dialect.messages, .chatCompletions] {
        var whole = ModelStream(dialect)
        let told = whole.take(bytes)
        var pieces = ModelStream(dialect)
        var toldInPieces = ""
        for byte in bytes { toldInPieces += pieces.take([byte]) }
        precondition(told.utf8.elementsEqual(toldInPieces.utf8), "the same text in pieces")
        let first = try? whole.answer()
        let second = try? pieces.answer()
        precondition(first == second, "the same answer in pieces")
        _ = try? ModelWire.answer(bytes, dialect)
    }
    return 0
}
