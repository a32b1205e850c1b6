import AlmanacCore

/// The text of a model, such as `per-share=0.005,min=1` or `corwin-schultz:21`, taken apart.
///
/// A name, a value after `=` or `:`, and further `key=value` after commas; a lone number has no
/// name. Numbers may end in `%`.
struct ModelText {
    /// What the text is for, in errors.
    let setting: String
    /// The forms that there are, for the suggestion of an error.
    let forms: String
    let text: String
    /// The name before the value; empty for a lone number.
    let name: String
    let value: String?
    private var options: [(key: String, value: String)] = []

    init(_ text: String, of setting: String, forms: String) throws(AlmanacError) {
        (self.text, self.setting, self.forms) = (text, setting, forms)
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let head = parts.first.map(String.init) ?? ""
        if Self.parse(head) != nil {
            (name, value) = ("", head)
        } else if let mark = head.firstIndex(where: { $0 == "=" || $0 == ":" }) {
            (name, value) = (String(head[..<mark]), String(head[head.index(after: mark)...]))
        } else {
            (name, value) = (head, nil)
        }
        for part in parts.dropFirst() {
            guard let mark = part.firstIndex(of: "=") else {
                throw fault("'\(part)' in '\(text)' is not KEY=VALUE")
            }
            let key = String(part[..<mark])
            if options.contains(where: { $0.key == key }) {
                throw fault("'\(key)' stands twice in '\(text)'")
            }
            options.append((key, String(part[part.index(after: mark)...])))
        }
    }

    /// An error about this text, with the forms that there are.
    func fault(_ message: String) -> AlmanacError {
        AlmanacError(
            .validation, "\(setting): \(message)",
            details: ["parameter": .string(setting), "value": .string(text)],
            suggestion: "it is one of: \(forms)")
    }

    /// The error for a name that no model has.
    var unknown: AlmanacError { fault("'\(text)' is no \(setting) model") }

    /// The value, which the model needs.
    func number() throws(AlmanacError) -> Double {
        guard let value else { throw fault("'\(name)' needs a number: \(name)=NUMBER") }
        guard let number = Self.parse(value) else { throw fault("'\(value)' is no number") }
        return number
    }

    /// The value, where it is given.
    func number(default fallback: Double) throws(AlmanacError) -> Double {
        value == nil ? fallback : try number()
    }

    /// The value as a count of at least one, where it is given.
    func count(default fallback: Int) throws(AlmanacError) -> Int {
        guard let value else { return fallback }
        guard let count = Int(value), count >= 1 else {
            throw fault("'\(value)' is no whole number of at least 1")
        }
        return count
    }

    /// The text of an option.
    func option(_ key: String) -> String? { options.first { $0.key == key }?.value }

    /// The number of an option, and whether it was written in percent.
    func numberOption(
        _ key: String
    ) throws(AlmanacError) -> (value: Double, isPercent: Bool)? {
        guard let text = option(key) else { return nil }
        guard let number = Self.parse(text) else { throw fault("\(key)='\(text)' is no number") }
        return (number, text.hasSuffix("%"))
    }

    /// The whole number of an option.
    func countOption(_ key: String) throws(AlmanacError) -> Int? {
        guard let text = option(key) else { return nil }
        guard let count = Int(text), count >= 1 else {
            throw fault("\(key)='\(text)' is no whole number of at least 1")
        }
        return count
    }

    /// Refuses options that the model does not know.
    func allow(_ keys: [String] = []) throws(AlmanacError) {
        for (key, _) in options where !keys.contains(key) {
            let known = keys.isEmpty ? "none" : keys.joined(separator: ", ")
            throw fault("'\(key)' is no option of '\(name)', which knows \(known)")
        }
    }

    /// A finite number, also in percent.
    static func parse(_ text: some StringProtocol) -> Double? {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : String(text)),
            number.isFinite
        else { return nil }
        return isPercent ? number / 100 : number
    }
}
