import AlmanacCore
import Extraction
import TimeSeries

/// Any lines are a column of values or problems for each type, the same at each reading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzValues(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let lines = text.split(separator: "\n").prefix(20).map(String.init)
    let conventions = Conventions(fetchedAt: Timestamp(nanoseconds: 1_700_000_000_000_000_000))
    for type in ValueType.allCases {
        let column = ValueColumn(lines, as: type, conventions: conventions)
        precondition(column.values.count == lines.count, "each line has its place")
        let found = ValueColumn(within: lines, as: type, conventions: conventions)
        for (value, part) in zip(column.values, found.values) where value != nil && lines.count == 1
        {
            precondition(value == part, "a whole value is found in itself")
        }
        for (value, problem) in zip(column.values, column.problems) {
            precondition((value == nil) == (problem != nil), "a value or a problem")
            _ = value?.json.text()
        }
    }
    return 0
}
