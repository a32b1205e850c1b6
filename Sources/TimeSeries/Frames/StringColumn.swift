/// Strings as codes into a dictionary that lists each one in order of first appearance.
public struct StringColumn: Sendable, Equatable {
    /// The code of each row: an index into `dictionary`, or -1 where the value is missing.
    public private(set) var codes: [Int32]
    /// The distinct strings, in order of first appearance.
    public private(set) var dictionary: [String]
    private var codeByString: [String: Int32]

    /// Makes an empty column.
    public init() {
        codes = []
        dictionary = []
        codeByString = [:]
    }

    /// Makes a column of the given values, in order; `nil` is missing.
    public init(_ values: some Sequence<String?>) {
        self.init()
        for value in values { append(value) }
    }

    /// The number of rows.
    public var count: Int { codes.count }

    /// Adds a row at the end; `nil` is missing.
    public mutating func append(_ value: String?) {
        codes.append(value.map { intern($0) } ?? -1)
    }

    /// The value of a row, or `nil` where it is missing; the row must exist.
    public subscript(row: Int) -> String? {
        let code = codes[row]
        return code < 0 ? nil : dictionary[Int(code)]
    }

    /// The code of a string, where some row has held it.
    public func code(of string: String) -> Int32? { codeByString[string] }

    /// Returns the given rows in the given order; the dictionary stays as it is.
    public func gathering(_ rows: [Int32]) -> StringColumn {
        var result = self
        result.codes = rows.map { codes[Int($0)] }
        return result
    }

    private mutating func intern(_ string: String) -> Int32 {
        if let code = codeByString[string] { return code }
        let code = Int32(dictionary.count)
        dictionary.append(string)
        codeByString[string] = code
        return code
    }
}
