/// A position in text that is read byte by byte; every read stays inside the bytes.
struct TextCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    @inline(__always)
    var isAtEnd: Bool { position >= bytes.count }

    /// The byte at the position, or 0 at the end.
    @inline(__always)
    var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// The byte some places further on, or 0 beyond the end.
    @inline(__always)
    func peek(_ distance: Int) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    /// Moves past a byte, if it stands here.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard !isAtEnd, current == byte else { return false }
        position += 1
        return true
    }

    /// Moves past an ASCII word in any case, if it stands here and no letter follows it.
    mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count
        where asciiLowercase(bytes[position + index]) != asciiLowercase(word.utf8Start[index]) {
            return false
        }
        if isASCIILetter(peek(count)) { return false }
        position += count
        return true
    }

    /// Moves past spaces and says whether there was one.
    @discardableResult
    mutating func takeSpaces() -> Bool {
        let start = position
        while !isAtEnd, current == 0x20 { position += 1 }
        return position > start
    }

    /// Reads an exact number of digits.
    @inline(__always)
    mutating func digits(exactly count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for index in position..<position + count {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        position += count
        return value
    }

    /// Reads one digit or as many as stand here, up to a number of them.
    ///
    /// - Returns: `nil` where there is no digit, or where the number is beyond an integer.
    mutating func digits(upTo limit: Int) -> Int? {
        var value = 0
        var count = 0
        while count < limit, !isAtEnd, isASCIIDigit(current) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int(current - 0x30))
            if overflow || carry { return nil }
            value = sum
            position += 1
            count += 1
        }
        return count == 0 ? nil : value
    }
}

@inline(__always)
func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

@inline(__always)
func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }

@inline(__always)
func asciiLowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 <= 25 ? byte | 0x20 : byte }
