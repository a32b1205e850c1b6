/// Whether a byte is white space in markup: space, tab, line feed, form feed, carriage return.
@inline(__always)
func isMarkupSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
}

/// An ASCII letter in lower case, and any other byte as it is.
@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
