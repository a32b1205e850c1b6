import Study

/// Any bytes are a ledger: each line is an entry that its own line gives back, or is left out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLedger(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let ledger = RunLedger(bytes: bytes)
    for entry in ledger.entries {
        let again = LedgerEntry(line: entry.line)
        precondition(again != nil, "an entry reads back from its own line")
        precondition(again?.question == entry.question || entry.question.symbol.count > 200)
        precondition(ledger.tally(for: entry.question).trials >= 0)
    }
    return 0
}
