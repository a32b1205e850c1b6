/// Text as a terminal may be given it: what pages and files hold must not steer it.
///
/// Of control characters only line ends, tabs and carriage returns are let through, of escape
/// sequences only colours (`ESC [ … m`) and, where asked for, the erasing of a line (`ESC [ K`).
/// - Complexity: O(bytes); text without control characters is given back as it is.
package func terminalText(_ text: String, allowsErasing: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
        let scalar = scalars[index]
        if !isControl(scalar) {
            result.unicodeScalars.append(scalar)
        } else if scalar == "\u{1B}", index + 1 < scalars.count, scalars[index + 1] == "[",
            let end = scalars[(index + 2)...].firstIndex(where: { !"0123456789;".contains($0) }),
            scalars[end] == "m" || allowsErasing && scalars[end] == "K"
        {
            result.unicodeScalars.append(contentsOf: scalars[index...end])
            index = end
        }
        index += 1
    }
    return result
}

extension String {
    fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r"
        || (0x7F..<0xA0).contains(scalar.value)
}
