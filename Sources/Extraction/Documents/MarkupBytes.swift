/// Whether a byte is white space in markup: space, tab, line feed, form feed, carriage return.
@inline(__always)
func isMarkupSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
}

/// An ASCII letter in lower case, and any other byte as it is.
@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Whether bytes are a text, rather than a picture, an archive or a program.
///
/// Text has no zero byte, UTF-16 aside, whose pages begin with a mark; archives say what they are.
package func isPageText(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(1_024)
    let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
    let archives: [[UInt8]] = [[0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x4B, 0x03, 0x04]]
    return marks.contains { start.starts(with: $0) }
        || !start.contains(0) && !archives.contains { start.starts(with: $0) }
}
