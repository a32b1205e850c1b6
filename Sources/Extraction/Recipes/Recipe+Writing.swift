public import AlmanacCore

extension Recipe {
    /// The recipe's JSON form, with what is as usual left out; reading it gives an equal recipe.
    public var json: JSON {
        var object: JSONObject = [
            "recipe": .integer(Self.formatVersion), "name": .string(name),
            "revision": .integer(revision),
        ]
        object["fetch"] = fetch?.json
        object["records"] = records.json
        object["fields"] = .array(fields.map(\.json))
        if !identity.isEmpty { object["identity"] = .array(identity.map(JSON.string)) }
        if let time {
            object["time"] = ["field": .string(time.field), "known_at": .string(time.knownAtText)]
        }
        if contract != RecipeContract() { object["contract"] = contract.json }
        if !fingerprints.isEmpty { object["fingerprints"] = .object(fingerprints) }
        return .object(object)
    }
}

extension FetchRule {
    var json: JSON {
        var object: JSONObject = ["url": .string(url), "tier": .string(tier.rawValue)]
        if !steps.isEmpty { object["steps"] = .array(steps.map { .object($0.json) }) }
        if let paging {
            var pages = JSONObject()
            switch paging.step {
            case .link(let selector): pages["link"] = .string(selector)
            case .parameter(let name, let first, let by):
                pages["parameter"] = .string(name)
                pages["first"] = .integer(first)
                pages["by"] = .integer(by)
            case .cursor(let name, let path):
                pages["cursor"] = .string(name)
                pages["path"] = .string(path.description)
            case .scroll: pages["scroll"] = true
            case .click(let selector): pages["click"] = .string(selector)
            case .more(let selector): pages["more"] = .string(selector)
            }
            pages["limit"] = .integer(paging.pageLimit)
            object["pages"] = .object(pages)
        }
        object["stop_after_known"] = stopAfterKnown.map(JSON.integer)
        return .object(object)
    }
}

extension FetchRule.PageStep {
    var json: JSONObject {
        switch self {
        case .wait(let selector): ["wait": .string(selector)]
        case .scroll(let times): ["scroll": .integer(times)]
        case .click(let selector): ["click": .string(selector)]
        case .type(let selector, let text): ["type": .string(selector), "text": .string(text)]
        }
    }
}

extension RecordSource {
    var json: JSON {
        switch self {
        case .page: return ["page": true]
        case .elements(let elements):
            var object: JSONObject = ["elements": .string(elements.select)]
            if elements.spansSiblings { object["spans_siblings"] = true }
            return .object(object)
        case .table(let table):
            var object: JSONObject = ["table": .string(table.select)]
            if table.fewestCells != 1 { object["fewest_cells"] = .integer(table.fewestCells) }
            return .object(object)
        case .data(let location): return .object(location.members)
        case .learned(let places): return ["learned": places.json]
        }
    }
}

extension DataLocation {
    var members: JSONObject {
        var object: JSONObject = ["data": .string(form.rawValue)]
        object["type"] = type.map(JSON.string)
        if !path.steps.isEmpty { object["path"] = .string(path.description) }
        return object
    }
}

extension RecordTime {
    var knownAtText: String {
        switch knownAt {
        case .fetched: "fetched"
        case .field(let name): name
        }
    }
}

extension RecipeContract {
    var json: JSON {
        [
            "bad_value": .string(badValue.rawValue),
            "missing_field": .string(missingField.rawValue),
            "fewest_records": .integer(fewestRecords), "rejected_share": .number(rejectedShare),
        ]
    }
}

extension RecipeField {
    var json: JSON {
        var object: JSONObject = ["name": .string(name), "type": .string(type.description)]
        object["unit"] = unit.map(JSON.string)
        if isRequired { object["required"] = true }
        object["from"] = .array(places.map(\.json))
        if placesMustAgree { object["must_agree"] = true }
        object["locale"] = locale.map(JSON.string)
        if !validity.isEmpty { object["valid"] = validity.json }
        object["on_bad_value"] = onBadValue.map { .string($0.rawValue) }
        return .object(object)
    }
}

extension Validity {
    var json: JSON {
        var object = JSONObject()
        object["pattern"] = pattern.map(JSON.string)
        object["minimum"] = minimum?.json
        object["maximum"] = maximum?.json
        if !vocabulary.isEmpty { object["vocabulary"] = .array(vocabulary.map(JSON.string)) }
        object["order"] = order.map { .string($0.rawValue) }
        return .object(object)
    }
}

extension Validity.Bound {
    var json: JSON {
        switch self {
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        }
    }
}

extension FieldPlace {
    /// The place's JSON form.
    package var json: JSON {
        var object = JSONObject()
        switch find {
        case .element(let selector, let take, let nth):
            if let selector { object["select"] = .string(selector) } else { object["self"] = true }
            object["nth"] = nth.map(JSON.integer)
            object["take"] = take.json
        case .label(let labels, let take):
            object["label"] = .array(labels.map(JSON.string))
            object["take"] = take.json
        case .column(let name, let take):
            object["column"] = .string(name)
            object["take"] = take.json
        case .cell(let place, let take):
            object["cell"] = .integer(place)
            object["take"] = take.json
        case .data(let location): object = location.members
        case .address: object["address"] = true
        case .learned(let name): object["learned"] = .string(name)
        }
        switch scope {
        case .record: break
        case .page: object["scope"] = "page"
        case .heading(let selector): object["scope"] = ["heading": .string(selector)]
        case .detail(let field): object["scope"] = ["detail": .string(field)]
        }
        if !transforms.isEmpty { object["then"] = .array(transforms.map(\.json)) }
        return .object(object)
    }
}

extension Take {
    /// The form that recipes write; nil for the visible text, which is as usual.
    var json: JSON? {
        switch self {
        case .text: nil
        case .line(let place): ["line": .integer(place)]
        case .lines: "lines"
        case .ownText: "own_text"
        case .attribute(let name): ["attribute": .string(name)]
        }
    }
}
