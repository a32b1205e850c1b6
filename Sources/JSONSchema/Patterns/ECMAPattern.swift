import AlmanacCore

/// Rewrites an expression of ECMA-262 so that Perl's rules give it the same meaning.
///
/// - Source: ECMA-262, 2023, section 22.2, with the flag `u`.
enum ECMAPattern {
    static func translated(_ source: String) throws(AlmanacError) -> String {
        var translation = Translation(source)
        guard let result = translation.run() else {
            throw AlmanacError(
                .validation,
                "the pattern \"\(source.prefix(80))\" is none: \(translation.problem)",
                details: ["pattern": .string(source)],
                suggestion: "write it by the rules of ECMA-262")
        }
        return result
    }

    private struct Translation {
        private let scalars: [Unicode.Scalar]
        private var position = 0
        private var output = ""
        private var isInClass = false
        private(set) var problem = ""

        init(_ source: String) { scalars = Array(source.unicodeScalars) }

        mutating func run() -> String? {
            while position < scalars.count {
                let scalar = scalars[position]
                switch scalar {
                case "\\":
                    guard escape() else { return nil }
                    continue
                case "[":
                    // Perl reads [: inside a class as the beginning of a name.
                    output += isInClass ? "\\[" : "["
                    isInClass = true
                case "]":
                    output += "]"
                    isInClass = false
                case "(":
                    output += "("
                    if !isInClass, !group() { return nil }
                default: output.unicodeScalars.append(scalar)
                }
                position += 1
            }
            return output
        }

        private func peek(_ distance: Int) -> Unicode.Scalar {
            position + distance < scalars.count ? scalars[position + distance] : "\0"
        }

        private mutating func fail(_ reason: String) -> Bool {
            problem = reason
            return false
        }

        private mutating func group() -> Bool {
            if peek(1) == "*" { return fail("(* is no group") }
            guard peek(1) == "?" else { return true }
            let isKnown = [":", "=", "!"].contains(peek(2)) || peek(2) == "<"
            return isKnown || fail("(?\(peek(2)) is no group")
        }

        private mutating func escape() -> Bool {
            let letter = peek(1)
            position += 2
            switch letter {
            case "d", "w", "D", "W", "b", "B", "f", "n", "r", "t", "0"..."9", "k":
                output += "\\" + String(letter)
            case "v": output += "\\x0B"
            case "s", "S": space(isNegated: letter == "S")
            case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/", "-":
                output += "\\" + String(letter)
            case "c":
                guard peek(0).isASCII, peek(0).properties.isAlphabetic else {
                    return fail("\\c needs a letter")
                }
                output += "\\c" + String(peek(0))
                position += 1
            case "x":
                guard let code = hexadecimal(2) else { return fail("\\x needs two digits") }
                output += "\\x{" + String(code, radix: 16) + "}"
            case "u": return unicode()
            case "p", "P": return property(letter)
            default: return fail("\\\(letter) is no escape")
            }
            return true
        }

        private static let spaces =
            "\\t\\n\\x0B\\f\\r \\x{A0}\\x{FEFF}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}"
            + "\\x{202F}\\x{205F}\\x{3000}"

        private mutating func space(isNegated: Bool) {
            if !isInClass {
                output += (isNegated ? "[^" : "[") + Self.spaces + "]"
            } else if isNegated {
                // A class cannot hold what is not in another; this differs for seven rare spaces.
                output += "\\S"
            } else {
                output += Self.spaces
            }
        }

        private mutating func hexadecimal(_ count: Int) -> UInt32? {
            guard position + count <= scalars.count else { return nil }
            var value: UInt32 = 0
            for index in position..<position + count {
                guard scalars[index].isASCII,
                    let digit = Character(scalars[index]).hexDigitValue
                else { return nil }
                value = value << 4 | UInt32(digit)
            }
            position += count
            return value
        }

        private mutating func unicode() -> Bool {
            var code: UInt32
            if peek(0) == "{" {
                position += 1
                let end = scalars[position...].firstIndex(of: "}") ?? position
                guard end - position >= 1, end - position <= 8,
                    let value = hexadecimal(end - position)
                else { return fail("\\u{ needs digits and }") }
                position += 1
                code = value
            } else {
                guard let value = hexadecimal(4) else { return fail("\\u needs four digits") }
                code = value
                if (0xD800..<0xDC00).contains(code), peek(0) == "\\", peek(1) == "u" {
                    position += 2
                    guard let low = hexadecimal(4), (0xDC00..<0xE000).contains(low) else {
                        return fail("half of a surrogate pair")
                    }
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                }
            }
            guard Unicode.Scalar(code) != nil else { return fail("\\u names no character") }
            output += "\\x{" + String(code, radix: 16) + "}"
            return true
        }

        private mutating func property(_ letter: Unicode.Scalar) -> Bool {
            guard peek(0) == "{", let end = scalars[position...].firstIndex(of: "}") else {
                return fail("\\\(letter) needs a name in braces")
            }
            var name = ""
            name.unicodeScalars.append(contentsOf: scalars[(position + 1)..<end])
            position = end + 1
            for prefix in ["General_Category=", "gc=", "Script=", "sc="]
            where name.hasPrefix(prefix) {
                name.removeFirst(prefix.count)
            }
            output += "\\\(letter){\(Self.categories[name] ?? name)}"
            return true
        }

        /// The long names of general categories, which the library does not know.
        private static let categories = [
            "Letter": "L", "Cased_Letter": "L&", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
            "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M",
            "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc",
            "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
            "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "punct": "P",
            "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
            "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf",
            "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc",
            "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
            "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
            "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs",
            "Private_Use": "Co", "Unassigned": "Cn",
        ]
    }
}
