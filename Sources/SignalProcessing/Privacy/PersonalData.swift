import AlmanacCore

/// Something in a text that leads to a person.
package struct PersonalDatum: Sendable, Equatable {
    /// What leads to the person.
    package enum Kind: String, Sendable, CaseIterable {
        case mail = "email"
        case phone
        case handle
        case card
        case network = "ip_address"
    }

    /// What it is.
    package var kind: Kind
    /// Where it stands, in UTF-8 bytes.
    package var range: Range<Int>

    /// Finds mail addresses, telephone numbers, handles, numbers of payment cards (by their check
    /// digit) and IPv4 addresses.
    ///
    /// Telephone numbers need a `+` or separators, so that amounts and counts are left alone.
    /// - Complexity: O(n).
    package static func find(in text: String) -> [PersonalDatum] {
        PersonalDataScanner(bytes: Array(text.utf8)).all()
    }
}

/// What a source's policy wants masked before anything is kept.
package struct PrivacyPolicy: Sendable, Equatable {
    /// What is masked in texts.
    package var masked: Set<PersonalDatum.Kind>
    /// Handles that stay, in small letters: of companies and people in public life.
    package var publicHandles: Set<String>
    /// The key by which authors are renamed; nil leaves their names.
    ///
    /// Without the key nobody can tell a name from what stands for it, also not by trying names.
    package var authorKey: String?

    /// Makes a policy; by default everything but handles is masked and authors keep their names.
    package init(
        masked: Set<PersonalDatum.Kind> = [.mail, .phone, .card, .network],
        publicHandles: Set<String> = [], authorKey: String? = nil
    ) {
        (self.masked, self.publicHandles) = (masked, publicHandles)
        self.authorKey = authorKey
    }

    /// A text with what is to be masked replaced by its kind, such as `[email]`.
    package func masking(_ text: String) -> (text: String, found: [PersonalDatum.Kind]) {
        let found = PersonalDatum.find(in: text)
        guard !found.isEmpty else { return (text, []) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        for datum in found where masked.contains(datum.kind) {
            if datum.kind == .handle {
                let name = String(decoding: bytes[datum.range].dropFirst(), as: UTF8.self)
                if publicHandles.contains(name.lowercased()) { continue }
            }
            result.append(contentsOf: bytes[position..<datum.range.lowerBound])
            result.append(contentsOf: "[\(datum.kind.rawValue)]".utf8)
            position = datum.range.upperBound
        }
        result.append(contentsOf: bytes[position...])
        return (String(decoding: result, as: UTF8.self), found.map(\.kind))
    }

    /// What stands for an author: the same for the same name and key, and nothing tells the name.
    package func name(for author: String) -> String {
        guard let authorKey else { return author }
        // HMAC's two passes, so that no other text under the same key gives the same digest.
        let inner = SHA256()
        inner.update(authorKey)
        inner.update(author.lowercased())
        let outer = SHA256()
        outer.update(authorKey)
        outer.update(inner.finish())
        return "author-" + outer.finish().prefix(16)
    }
}

/// Masks what the policy wants masked, before any other step sees or keeps it.
package struct PrivacyStep: PostStep {
    package let name = "privacy"
    package let version = 1
    private let policy: PrivacyPolicy

    /// Makes the step.
    package init(_ policy: PrivacyPolicy = PrivacyPolicy()) { self.policy = policy }

    package func prepare(_ read: inout ReadPost) {
        let masked = policy.masking(read.post.text)
        read.post.text = masked.text
        read.personalData = masked.found
        read.post.author = read.post.author.map { policy.name(for: $0) }
    }
}

private struct PersonalDataScanner {
    let bytes: [UInt8]

    func all() -> [PersonalDatum] {
        var found: [PersonalDatum] = []
        var position = 0
        while position < bytes.count {
            if let datum = datum(at: position) {
                found.append(datum)
                position = datum.range.upperBound
            } else if isNamePart(bytes[position]) {
                while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
            } else {
                position += 1
            }
        }
        return found
    }

    private func datum(at start: Int) -> PersonalDatum? {
        let byte = bytes[start]
        let follows = start > 0 ? bytes[start - 1] : 0x20
        if isNamePart(follows) { return nil }
        if byte == UInt8(ascii: "@") {
            var end = start + 1
            while end < bytes.count,
                isLetter(bytes[end]) || isDigit(bytes[end]) || bytes[end] == 0x5F
            { end += 1 }
            return end > start + 1 ? PersonalDatum(kind: .handle, range: start..<end) : nil
        }
        if isLetter(byte) || isDigit(byte), let end = mailEnd(start) {
            return PersonalDatum(kind: .mail, range: start..<end)
        }
        if isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") {
            return digits(start)
        }
        return nil
    }

    private func mailEnd(_ start: Int) -> Int? {
        var position = start
        while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "@"), position - start <= 64
        else { return nil }
        position += 1
        let host = position
        var lastDot: Int?
        while position < bytes.count,
            isLetter(bytes[position]) || isDigit(bytes[position]) || bytes[position] == 0x2D
                || bytes[position] == 0x2E
        {
            if bytes[position] == 0x2E { lastDot = position }
            position += 1
        }
        if lastDot == position - 1 {
            // A full stop that ends the sentence.
            position -= 1
            lastDot = bytes[host..<position].lastIndex(of: 0x2E)
        }
        guard let lastDot, lastDot > host, position - lastDot > 2 else { return nil }
        return position
    }

    /// A run of digits with separators: an address, a card or a telephone number.
    private func digits(_ start: Int) -> PersonalDatum? {
        var position = start
        var values: [UInt8] = []
        var separators: [UInt8] = []
        if bytes[position] == UInt8(ascii: "+") { position += 1 }
        var end = position
        while position < bytes.count, position - start <= 24 {
            let byte = bytes[position]
            if isDigit(byte) {
                values.append(byte - 0x30)
                end = position + 1
            } else if " -().".utf8.contains(byte) {
                separators.append(byte)
                // Two spaces or dashes in a row end a number.
                let count = position - end
                if count >= 2 { break }
            } else {
                break
            }
            position += 1
        }
        if end < bytes.count, isLetter(bytes[end]) || bytes[end] == UInt8(ascii: "%") { return nil }
        let range = start..<end
        if isNetwork(range) { return PersonalDatum(kind: .network, range: range) }
        if (13...19).contains(values.count), passesLuhn(values) {
            return PersonalDatum(kind: .card, range: range)
        }
        let used = bytes[range].filter { " -().".utf8.contains($0) }
        let isInternational = bytes[start] == UInt8(ascii: "+") && (8...15).contains(values.count)
        let isNational =
            values.count == 10 && used.count >= 2 && !used.contains(0x20)
            || values.count == 10 && used.contains(UInt8(ascii: "("))
            || values.count == 10 && groups(range) == [3, 3, 4]
        if isInternational || isNational { return PersonalDatum(kind: .phone, range: range) }
        return nil
    }

    private func groups(_ range: Range<Int>) -> [Int] {
        bytes[range].split { !isDigit($0) }.map(\.count)
    }

    private func isNetwork(_ range: Range<Int>) -> Bool {
        let parts = bytes[range].split(separator: 0x2E, omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(isDigit) else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
            }
    }

    private func passesLuhn(_ values: [UInt8]) -> Bool {
        var sum = 0
        for (index, value) in values.reversed().enumerated() {
            let double = Int(value) * (index % 2 == 1 ? 2 : 1)
            sum += double > 9 ? double - 9 : double
        }
        return sum % 10 == 0 && values.contains { $0 != values[0] }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }

    private func isNamePart(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || [0x2E, 0x5F, 0x2D, 0x25].contains(byte)
    }
}
