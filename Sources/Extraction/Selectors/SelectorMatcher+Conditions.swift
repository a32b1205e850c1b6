import CLexbor

extension SelectorMatcher {
    mutating func matches(_ condition: Condition, _ index: Int) -> Bool {
        let record = document.nodes[index]
        switch condition {
        case .scope: return scope == 0 ? isRoot(record) || index == 0 : index == scope
        case _ where !record.isElement: return false
        case .name(let name): return matchesName(name, record)
        case .identifier(let value): return matchesIdentifier(value, index)
        case .class(let word):
            guard let range = document.attributeRange(Names.class, of: index) else { return false }
            return document.containsWord(range, word, ignoringCase: false)
        case .attribute(let test): return matches(test, index)
        case .root: return isRoot(record)
        case .empty: return isEmpty(index, record)
        case .anyLink:
            return (record.name == LXB_TAG_A.rawValue || record.name == LXB_TAG_AREA.rawValue)
                && document.attributeRange(Names.href, of: index) != nil
        case .checked: return has("checked", index) || has("selected", index)
        case .disabled: return has("disabled", index)
        case .enabled: return isControl(record) && !has("disabled", index)
        case .required: return has("required", index)
        case .optional: return isControl(record) && !has("required", index)
        case .never: return false
        case .position(let test): return matches(test, index, record)
        case .language(let ranges): return matchesLanguage(ranges, index)
        case .any(let list): return matches(list, index)
        case .not(let list): return !matches(list, index)
        case .has(let list, let slot): return has(list, slot, index)
        }
    }

    private func isRoot(_ record: NodeRecord) -> Bool { record.parent == 0 && record.isElement }

    private func matchesName(_ name: String, _ record: NodeRecord) -> Bool {
        let own = document.elementNames[record.name]
        if own == name { return true }
        guard document.language == .html else { return own.hasSuffix(":" + name) }
        return own.utf8.count == name.utf8.count && Self.mayBeLowered(name)
            && own == name.lowercased()
    }

    private func matchesIdentifier(_ value: [UInt8], _ index: Int) -> Bool {
        guard let range = document.attributeRange(Names.id, of: index) else { return false }
        return document.equal(range, value, ignoringCase: false)
    }

    private func has(_ attribute: String, _ index: Int) -> Bool {
        document.hasAttribute(attribute, Node(index))
    }

    private func isControl(_ record: NodeRecord) -> Bool {
        ["button", "input", "select", "textarea", "option", "optgroup", "fieldset"]
            .contains(document.elementNames[record.name])
    }

    private func isEmpty(_ index: Int, _ record: NodeRecord) -> Bool {
        var at = index + 1
        while at < Int(record.end) {
            let child = document.nodes[at]
            if child.isElement || child.isText && child.count > 0 { return false }
            at = Int(child.end)
        }
        return true
    }

    private func matches(_ test: AttributeTest, _ index: Int) -> Bool {
        let name = document.language == .html ? test.name.lowercased() : test.name
        guard let number = document.attributeNames.number(of: name),
            let range = document.attributeRange(number, of: index)
        else { return false }
        let ignoresCase =
            test.isCaseSensitive.map { !$0 }
            ?? (document.language == .html && AttributeTest.caseless.contains(name))
        let value = test.value
        func equal(_ range: Range<Int>) -> Bool {
            document.equal(range, value, ignoringCase: ignoresCase)
        }
        switch test.test {
        case .exists: return true
        case .equals: return equal(range)
        case .word: return document.containsWord(range, value, ignoringCase: ignoresCase)
        case .dash:
            guard range.count >= value.count, equal(range.prefix(value.count)) else { return false }
            return range.count == value.count
                || document.bytes[range.lowerBound + value.count] == UInt8(ascii: "-")
        case .prefix:
            return !value.isEmpty && range.count >= value.count && equal(range.prefix(value.count))
        case .suffix:
            return !value.isEmpty && range.count >= value.count && equal(range.suffix(value.count))
        case .contains:
            guard !value.isEmpty, range.count >= value.count else { return false }
            return (range.lowerBound...range.upperBound - value.count).contains {
                equal($0..<$0 + value.count)
            }
        }
    }

    private func matchesLanguage(_ ranges: [String], _ index: Int) -> Bool {
        let xml = document.attributeNames.number(of: "xml:lang")
        var at = index
        while at > 0 {
            let own = xml.flatMap { document.attributeRange($0, of: at) }
            if let range = document.attributeRange(Names.lang, of: at) ?? own {
                let language = String(decoding: document.bytes[range], as: UTF8.self).lowercased()
                return ranges.contains {
                    $0 == "*" ? !language.isEmpty : language == $0 || language.hasPrefix($0 + "-")
                }
            }
            at = Int(document.nodes[at].parent)
        }
        return false
    }
}
