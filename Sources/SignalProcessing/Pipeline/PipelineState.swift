package import AlmanacCore
package import TimeSeries

/// Reads or writes the state of steps as bytes.
///
/// One visiting function serves both directions: while saving, each visited value is appended;
/// while restoring, each is replaced by the saved one. Bytes that do not fit are an error of
/// ``finish()``, never a crash.
package struct PipelineState {
    private let isSaving: Bool
    private var position = 0
    /// The saved state.
    private var bytes: [UInt8]
    private var isCorrupt = false

    /// A state that collects what it visits.
    package static func saving() -> PipelineState { PipelineState(isSaving: true, bytes: []) }

    /// A state that puts sealed bytes back into what it visits.
    ///
    /// - Throws: `validation_error` where the bytes are not as they were sealed.
    package static func restoring(_ sealed: [UInt8]) throws(AlmanacError) -> PipelineState {
        let bytes = Array(sealed.dropLast(16))
        guard sealed.count >= 16, Array(sealed.suffix(16)) == seal(of: bytes) else {
            throw damaged(sealed.count)
        }
        return PipelineState(isSaving: false, bytes: bytes)
    }

    /// The saved bytes with a digest behind them, so that damage is found before it is restored.
    package var sealed: [UInt8] { bytes + Self.seal(of: bytes) }

    private static func seal(of bytes: [UInt8]) -> [UInt8] {
        let digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        return Array(digest.finish().utf8.prefix(16))
    }

    private static func damaged(_ count: Int) -> AlmanacError {
        AlmanacError(
            .validation, "the saved state of a signal pipeline cannot be read",
            details: ["bytes": .integer(count)], suggestion: "begin anew from the first record")
    }

    private init(isSaving: Bool, bytes: [UInt8]) {
        (self.isSaving, self.bytes) = (isSaving, bytes)
    }

    /// Makes sure that a restore used up exactly what was saved.
    ///
    /// - Throws: `validation_error` where it did not.
    package func finish() throws(AlmanacError) {
        if isCorrupt || (!isSaving && position != bytes.count) {
            throw Self.damaged(bytes.count)
        }
    }

    /// Visits 64 bits, in as few bytes as they need.
    package mutating func visit(_ value: inout UInt64) {
        if isSaving {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            return
        }
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                value = result
                return
            }
            shift += 7
        }
        isCorrupt = true
    }

    /// Visits an integer.
    package mutating func visit(_ value: inout Int) {
        var bits = UInt64(bitPattern: Int64(value))
        visit(&bits)
        value = Int(truncatingIfNeeded: bits)
    }

    /// Visits a number.
    package mutating func visit(_ value: inout Double) {
        var bits = value.bitPattern.byteSwapped
        visit(&bits)
        value = Double(bitPattern: bits.byteSwapped)
    }

    /// Visits a truth value.
    package mutating func visit(_ value: inout Bool) {
        var bits: UInt64 = value ? 1 : 0
        visit(&bits)
        value = bits != 0
    }

    /// Visits a moment.
    package mutating func visit(_ value: inout Timestamp) {
        var bits = UInt64(bitPattern: value.nanoseconds)
        visit(&bits)
        value = Timestamp(nanoseconds: Int64(bitPattern: bits))
    }

    /// Visits text.
    package mutating func visit(_ value: inout String) {
        let utf8 = Array(value.utf8)
        guard let count = visitCount(utf8.count) else { return }
        if isSaving {
            bytes.append(contentsOf: utf8)
        } else {
            value = String(decoding: bytes[position..<position + count], as: UTF8.self)
            position += count
        }
    }

    /// Visits a value that may be missing.
    package mutating func visit<Value>(
        _ value: inout Value?, new: Value, _ each: (inout PipelineState, inout Value) -> Void
    ) {
        var exists = value != nil
        visit(&exists)
        guard exists else {
            value = nil
            return
        }
        var inner = value ?? new
        each(&self, &inner)
        value = inner
    }

    /// Visits a list, whose count may change.
    package mutating func visit<Element>(
        _ values: inout [Element], new: Element,
        _ each: (inout PipelineState, inout Element) -> Void
    ) {
        guard let count = visitCount(values.count) else { return }
        if !isSaving { values = [Element](repeating: new, count: count) }
        for index in values.indices where !isCorrupt { each(&self, &values[index]) }
    }

    /// Visits a table in the order of its keys.
    package mutating func visit<Value>(
        _ table: inout [String: Value], new: Value,
        _ each: (inout PipelineState, inout Value) -> Void
    ) {
        var rows = table.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        visit(&rows, new: ("", new)) { state, row in
            state.visit(&row.key)
            each(&state, &row.value)
        }
        if !isSaving { table = Dictionary(rows.map { ($0.key, $0.value) }) { $1 } }
    }

    /// Visits a count; nil where the saved one cannot be right, since each element has a byte.
    private mutating func visitCount(_ count: Int) -> Int? {
        var saved = UInt64(count)
        visit(&saved)
        if isSaving { return count }
        guard !isCorrupt, saved <= UInt64(bytes.count - position) else {
            isCorrupt = true
            return nil
        }
        return Int(saved)
    }
}
