/// Header fields in the order in which they came; names are compared without regard to case.
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One field.
    public struct Field: Hashable, Sendable {
        /// The field's name as it was written.
        public var name: String
        /// The field's value without white space around it.
        public var value: String
    }

    /// The fields, in order; a name may occur more than once.
    public private(set) var fields: [Field] = []

    /// Makes an empty list.
    public init() {}

    /// Makes a list from names and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting replaces all values of it, and nil takes them away.
    public subscript(name: String) -> String? {
        get { fields.first { Self.isSame($0.name, name) }?.value }
        set {
            guard let newValue else {
                fields.removeAll { Self.isSame($0.name, name) }
                return
            }
            if let first = fields.firstIndex(where: { Self.isSame($0.name, name) }) {
                fields[first].value = newValue
                let rest = fields.index(after: first)
                fields[rest...].removeAll { Self.isSame($0.name, name) }
            } else {
                fields.append(Field(name: name, value: newValue))
            }
        }
    }

    /// All values of a name, in order.
    public func all(_ name: String) -> [String] {
        fields.filter { Self.isSame($0.name, name) }.map(\.value)
    }

    /// The members of a comma-separated field over all its lines, trimmed and in lower case.
    public func tokens(_ name: String) -> [String] {
        all(name).flatMap { $0.split(separator: ",") }.map {
            $0.drop { $0 == " " || $0 == "\t" }.lowercased()
        }.map { token in
            var token = Substring(token)
            while let last = token.last, last == " " || last == "\t" { token.removeLast() }
            return String(token)
        }.filter { !$0.isEmpty }
    }

    /// Adds a field after the others.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Whether every name is a token and no value has a line break (RFC 9110, section 5).
    public var isWellFormed: Bool {
        fields.allSatisfy { field in
            !field.name.isEmpty && field.name.utf8.allSatisfy(Self.isTokenByte)
                && !field.value.utf8.contains { $0 == 0 || $0 == 0x0a || $0 == 0x0d }
        }
    }

    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    static func isSame(_ first: String, _ second: String) -> Bool {
        first.utf8.count == second.utf8.count
            && zip(first.utf8, second.utf8).allSatisfy { lowered($0) == lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
