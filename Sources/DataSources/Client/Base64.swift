/// Base64 by RFC 4648, section 4.
enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of bytes, padded.
    static func text(of text: String) -> String {
        var output: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let group = bytes.prefix(3)
            var value = group.reduce(0) { $0 << 8 | Int($1) }
            value <<= 8 * (3 - group.count)
            for place in 0..<4 {
                let isPadding = place > group.count
                output.append(
                    isPadding
                        ? UInt8(ascii: "=") : digits[value >> (6 * (3 - place)) & 63])
            }
            bytes = bytes.dropFirst(3)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
