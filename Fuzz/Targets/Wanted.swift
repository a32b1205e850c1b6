import AlmanacCore
import Extraction

/// Any text is a list of wanted fields, each written again as it was read, or a typed error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWanted(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let fields = try? WantedField.list(text) else { return 0 }
    precondition(!fields.isEmpty, "a list has a field")
    precondition(Set(fields.map(\.name)).count == fields.count, "names are told apart")
    let written = fields.map { "\($0.name): \($0.type)\($0.isRequired ? "!" : "")" }
    let isPlain = fields.allSatisfy { $0.name.utf8.last != UInt8(ascii: "!") }
    guard isPlain else { return 0 }
    let again = try? WantedField.list(written.joined(separator: ","))
    precondition(again?.map(\.name) == fields.map(\.name), "names are read again")
    precondition(again?.map(\.type) == fields.map(\.type), "types are read again")
    precondition(again?.map(\.isRequired) == fields.map(\.isRequired), "marks are read again")
    return 0
}
