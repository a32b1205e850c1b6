import AlmanacCore
internal import CPCRE2

/// The compiled code of a pattern, freed with its last owner.
///
/// The code never changes after compilation, and each match has its own working memory, so that
/// threads may share it.
final class PatternCode: @unchecked Sendable {
    let groupCount: Int
    let groupNames: [Pattern.GroupName]
    let flags: UInt32
    private let code: OpaquePointer

    /// Why a match was given up.
    struct Fault: Error { var reason: String }

    init(
        _ expression: String, written: String, _ dialect: Pattern.Dialect,
        _ options: Pattern.Options
    ) throws(AlmanacError) {
        var flags = UInt32(PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY)
        switch dialect {
        case .perl: flags |= UInt32(PCRE2_UCP)
        case .ecmaScript: flags |= UInt32(PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS)
        }
        if options.ignoresCase { flags |= UInt32(PCRE2_CASELESS) }
        if options.matchesLines { flags |= UInt32(PCRE2_MULTILINE) }
        if options.dotMatchesLineBreaks { flags |= UInt32(PCRE2_DOTALL) }
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
        pcre2_set_parens_nest_limit_8(context, 100)
        var fault: Int32 = 0
        var place = 0
        var expression = expression
        let code = expression.withUTF8 {
            pcre2_compile_8($0.baseAddress, $0.count, flags, &fault, &place, context)
        }
        guard let code else {
            throw Self.error(written, fault, place, isTranslated: written != expression)
        }
        // Without machine code the matcher interprets, slower and with the same results.
        _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        self.code = code
        self.flags = flags
        var count: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        groupCount = Int(count)
        groupNames = Self.names(code)
    }

    deinit { pcre2_code_free_8(code) }

    private static func error(
        _ source: String, _ fault: Int32, _ place: Int, isTranslated: Bool
    ) -> AlmanacError {
        var details: JSONObject = ["pattern": .string(source)]
        if !isTranslated { details["offset"] = .integer(place) }
        return AlmanacError(
            .validation, "the pattern \"\(source.prefix(80))\" is none: \(message(fault))",
            details: details, suggestion: "escape signs that stand for themselves, as in \\( or \\"
        )
    }

    private static func message(_ fault: Int32) -> String {
        let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let count = pcre2_get_error_message_8(fault, buffer.baseAddress, buffer.count)
            return count > 0 ? String(decoding: buffer[..<Int(count)], as: UTF8.self) : ""
        }
        return text.isEmpty ? "error \(fault)" : text
    }

    private static func names(_ code: OpaquePointer) -> [Pattern.GroupName] {
        var count: UInt32 = 0
        var size: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table else { return [] }
        // Each entry is the number in two bytes, the higher first, and the name up to a NUL.
        return (0..<Int(count)).map { index in
            let entry = table + index * Int(size)
            return Pattern.GroupName(
                name: String(cString: entry + 2), number: Int(entry[0]) << 8 | Int(entry[1]))
        }.sorted { $0.number < $1.number }
    }

    /// The ranges of each match and its groups.
    func matches(
        in text: String, atMost count: Int, _ limits: Pattern.Limits
    ) -> Result<[[Range<Int>?]], Fault> {
        let data = pcre2_match_data_create_from_pattern_8(code, nil)
        let context = pcre2_match_context_create_8(nil)
        defer {
            pcre2_match_context_free_8(context)
            pcre2_match_data_free_8(data)
        }
        pcre2_set_match_limit_8(context, UInt32(clamping: limits.steps))
        pcre2_set_depth_limit_8(context, UInt32(clamping: limits.depth))
        pcre2_set_heap_limit_8(context, UInt32(clamping: limits.heapKibibytes))
        var text = text
        return text.withUTF8 { bytes in
            var found: [[Range<Int>?]] = []
            var start = 0
            while found.count < count, start <= bytes.count {
                let result = match(bytes, from: start, data, context)
                if result == PCRE2_ERROR_NOMATCH { break }
                guard result > 0 else { return .failure(Fault(reason: Self.message(result))) }
                let ranges = self.ranges(data)
                guard let whole = ranges.first ?? nil else { break }
                found.append(ranges)
                start = whole.isEmpty ? Self.after(whole.upperBound, bytes) : whole.upperBound
            }
            return .success(found)
        }
    }

    private func match(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ data: OpaquePointer?,
        _ context: OpaquePointer?
    ) -> Int32 {
        // A Swift string is valid UTF-8, and each start is at the beginning of a character.
        let unchecked = UInt32(PCRE2_NO_UTF_CHECK)
        let result = pcre2_match_8(
            code, bytes.baseAddress, bytes.count, start, unchecked, data, context)
        guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return result }
        return pcre2_match_8(
            code, bytes.baseAddress, bytes.count, start, unchecked | UInt32(PCRE2_NO_JIT), data,
            context)
    }

    private func ranges(_ data: OpaquePointer?) -> [Range<Int>?] {
        guard let offsets = pcre2_get_ovector_pointer_8(data) else { return [] }
        return (0...groupCount).map { group in
            let (start, end) = (offsets[2 * group], offsets[2 * group + 1])
            // A look-behind with \K could end before it starts; nothing is what it found.
            guard start != Int.max, start >= 0, end >= start else { return nil }
            return start..<end
        }
    }

    /// The place of the next character.
    private static func after(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var next = place + 1
        while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
