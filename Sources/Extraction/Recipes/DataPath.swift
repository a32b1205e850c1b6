public import AlmanacCore

/// A way through data, as a JSON Pointer (RFC 6901) that walks through arrays by itself.
///
/// A step names a member of an object. Where an array stands, a step that is a whole number takes
/// that element, counted from 0, and any other goes on in all of them. `*` takes every member or
/// element. The empty path stays where it is.
public struct DataPath: Sendable, Hashable, CustomStringConvertible {
    /// The steps, outermost first.
    public var steps: [String]

    /// Most steps of a path.
    static let stepLimit = 32
    /// Most values that a path leads to.
    static let valueLimit = 100_000

    /// Makes a path of steps.
    public init(_ steps: [String] = []) { self.steps = steps }

    /// Reads a JSON Pointer; nil where the text is none or has more than 32 steps.
    public init?(_ pointer: String) {
        guard !pointer.isEmpty else {
            steps = []
            return
        }
        let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.first == "", parts.count <= Self.stepLimit + 1 else { return nil }
        var steps: [String] = []
        for part in parts.dropFirst() {
            guard let step = Self.unescaped(part) else { return nil }
            steps.append(step)
        }
        self.steps = steps
    }

    private static func unescaped(_ part: Substring) -> String? {
        var text = ""
        var isEscape = false
        for scalar in part.unicodeScalars {
            switch (isEscape, scalar) {
            case (true, "0"): text.unicodeScalars.append("~")
            case (true, "1"): text.unicodeScalars.append("/")
            case (true, _): return nil
            case (false, "~"):
                isEscape = true
                continue
            default: text.unicodeScalars.append(scalar)
            }
            isEscape = false
        }
        return isEscape ? nil : text
    }

    /// The path as a JSON Pointer.
    public var description: String {
        steps.map { step in
            var text = "/"
            for scalar in step.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
            return text
        }.joined()
    }

    /// The values that the path leads to from one, in order; the first 100,000 of them.
    public func values(in start: JSON) -> [JSON] {
        var values = [start]
        for step in steps {
            var next: [JSON] = []
            for value in values {
                Self.walk(value, step, into: &next)
                if next.count >= Self.valueLimit { break }
            }
            values = next
        }
        return values
    }

    /// Takes one step; arrays inside arrays are walked through without recursion.
    private static func walk(_ value: JSON, _ step: String, into next: inout [JSON]) {
        var pending = [value]
        while let current = pending.popLast(), next.count < valueLimit {
            switch current {
            case .object(let object):
                if step == "*" {
                    next += object.members.map(\.value)
                } else if let member = object[step] {
                    next.append(member)
                }
            case .array(let elements):
                if step == "*" {
                    next += elements
                } else if let index = Int(step) {
                    if elements.indices.contains(index) { next.append(elements[index]) }
                } else {
                    pending += elements.reversed()
                }
            default: break
            }
        }
    }
}
