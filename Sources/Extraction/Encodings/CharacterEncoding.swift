import CLexbor

/// A character encoding of the web, by its name in the WHATWG Encoding Standard.
public struct CharacterEncoding: Hashable, Sendable {
    /// The standard's name, such as `UTF-8`, `windows-1252` or `Shift_JIS`.
    public let name: String

    /// UTF-8.
    public static let utf8 = CharacterEncoding(standardName: "UTF-8")
    /// Windows-1252, which on the web is also what `iso-8859-1` and `ascii` mean.
    public static let windows1252 = CharacterEncoding(standardName: "windows-1252")

    private init(standardName: String) { name = standardName }

    /// Finds an encoding by any of the labels that the standard lists; nil for other labels.
    public init?(label: String) {
        var bytes = Array(label.utf8)[...]
        while let first = bytes.first, isMarkupSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isMarkupSpace(last) { bytes.removeLast() }
        let found = bytes.withUnsafeBufferPointer {
            lxb_encoding_data_by_pre_name($0.baseAddress, $0.count)
        }
        guard let found, let text = found.pointee.name else { return nil }
        name = String(cString: text)
    }

    private var table: UnsafePointer<lxb_encoding_data_t>? {
        var name = name
        return name.withUTF8 { lxb_encoding_data_by_name($0.baseAddress, $0.count) }
    }

    /// The text of bytes as UTF-8, with U+FFFD for what is no character of the encoding.
    ///
    /// - Complexity: O(bytes).
    public func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] { decode(bytes, faults: nil) }

    /// How many places of the bytes are no character of the encoding.
    func faultCount(in bytes: ArraySlice<UInt8>) -> Int {
        var faults = 0
        _ = decode(bytes) { faults += 1 }
        return faults
    }

    private func decode(_ bytes: ArraySlice<UInt8>, faults: (() -> Void)?) -> [UInt8] {
        guard let table else { return Array(bytes) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        withUnsafeTemporaryAllocation(of: lxb_codepoint_t.self, capacity: 4_096) { buffer in
            var context = lxb_encoding_decode_t()
            _ = lxb_encoding_decode_init_noi(&context, table, buffer.baseAddress, buffer.count)
            let replacement: lxb_codepoint_t = 0xFFFD
            withUnsafePointer(to: replacement) { replacement in
                _ = lxb_encoding_decode_replace_set_noi(&context, replacement, 1)
                bytes.withUnsafeBufferPointer { input in
                    var next = input.baseAddress
                    let end = input.baseAddress.map { $0 + input.count }
                    var isMore = next != nil
                    while isMore {
                        let status = table.pointee.decode(&context, &next, end)
                        isMore = status == LXB_STATUS_SMALL_BUFFER.rawValue
                        Self.append(&context, buffer, to: &output, faults)
                    }
                    _ = lxb_encoding_decode_finish_noi(&context)
                    Self.append(&context, buffer, to: &output, faults)
                }
            }
        }
        return output
    }

    private static func append(
        _ context: inout lxb_encoding_decode_t,
        _ buffer: UnsafeMutableBufferPointer<lxb_codepoint_t>, to output: inout [UInt8],
        _ faults: (() -> Void)?
    ) {
        for index in 0..<lxb_encoding_decode_buf_used_noi(&context) {
            let scalar = buffer[index]
            if scalar == 0xFFFD { faults?() }
            if scalar < 0x80 {
                output.append(UInt8(scalar))
            } else {
                let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
                output.append(
                    contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
            }
        }
        lxb_encoding_decode_buf_used_set_noi(&context, 0)
    }
}
