import AlmanacCore

extension RecipeField {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        name = try members.requiredText("name")
        let typeText = try members.text("type") ?? "text"
        guard let type = FieldType(typeText) else {
            let names = FieldType.Base.allCases.map(\.rawValue).joined(separator: ", ")
            throw members.fault(
                "type", "must be one of \(names), or 'list of' one, not '\(typeText)'")
        }
        self.type = type
        unit = try members.text("unit")
        isRequired = try members.flag("required")
        placesMustAgree = try members.flag("must_agree")
        locale = try members.text("locale")
        onBadValue = try members.choice("on_bad_value", RecipeContract.Action.self)
        if var validity = try members.members("valid") {
            self.validity = try Validity(&validity)
        }
        let from = try members.array("from") ?? []
        guard !from.isEmpty else { throw members.fault("from", "must name a place") }
        guard from.count <= Recipe.placeLimit else {
            throw members.fault("from", "has more than \(Recipe.placeLimit) places")
        }
        places = []
        for (index, json) in from.enumerated() {
            var place = try RecipeMembers(json, members.path + "/from/\(index)")
            places.append(try FieldPlace(&place))
        }
        try members.finish()
    }
}

extension Validity {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        self.init()
        pattern = try members.text("pattern")
        minimum = try Bound(&members, "minimum")
        maximum = try Bound(&members, "maximum")
        vocabulary = try members.texts("vocabulary") ?? []
        order = try members.choice("order", Order.self)
        try members.finish()
    }
}

extension Validity.Bound {
    init?(_ members: inout RecipeMembers, _ key: String) throws(AlmanacError) {
        guard let value = members.value(key) else { return nil }
        if let number = value.doubleValue {
            self = .number(number)
        } else if let text = value.stringValue, text.utf8.count <= 100 {
            self = .text(text)
        } else {
            throw members.fault(key, "must be a number, or a date as text")
        }
    }
}

extension FieldPlace {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        find = try Find(&members)
        scope = try Scope(&members)
        let then = try members.array("then") ?? []
        guard then.count <= Recipe.placeLimit else {
            throw members.fault("then", "has more than \(Recipe.placeLimit) transforms")
        }
        transforms = []
        for (index, json) in then.enumerated() {
            transforms.append(try Transform(json, members.path + "/then/\(index)"))
        }
        try members.finish()
    }
}

extension FieldPlace.Find {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        if members.has("select") {
            self = .element(
                try members.requiredText("select"), take: try Take(&members),
                nth: try members.place("nth"))
        } else if members.has("label") {
            var labels: [String] = []
            if let label = members.value("label")?.stringValue {
                labels = [label]
            } else {
                labels = try members.texts("label") ?? []
            }
            guard !labels.isEmpty, labels.allSatisfy({ !$0.isEmpty }) else {
                throw members.fault("label", "must be a text or several")
            }
            self = .label(labels, take: try Take(&members))
        } else if members.has("column") {
            self = .column(try members.requiredText("column"), take: try Take(&members))
        } else if members.has("cell") {
            guard let place = try members.integer("cell", in: 1...10_000) else {
                throw members.fault("cell", "is missing")
            }
            self = .cell(place, take: try Take(&members))
        } else if members.has("data") {
            self = .data(try DataLocation(&members))
        } else if try members.flag("address") {
            self = .address
        } else if members.has("learned") {
            self = .learned(try members.requiredText("learned"))
        } else if try members.flag("self") {
            self = .element(nil, take: try Take(&members), nth: nil)
        } else {
            throw RecipeMembers.fault(
                members.path,
                "needs one of select, self, label, column, cell, data, learned and address")
        }
    }
}

extension FieldPlace.Scope {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        guard let value = members.value("scope") else {
            self = .record
            return
        }
        if let text = value.stringValue {
            switch text {
            case "record": self = .record
            case "page": self = .page
            default: throw members.fault("scope", "must be record or page, not '\(text)'")
            }
            return
        }
        var scope = try RecipeMembers(value, members.path + "/scope")
        if scope.has("heading") {
            self = .heading(try scope.requiredText("heading"))
        } else {
            self = .detail(try scope.requiredText("detail"))
        }
        try scope.finish()
    }
}

extension Take {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        guard let value = members.value("take") else {
            self = .text
            return
        }
        if let text = value.stringValue {
            switch text {
            case "text": self = .text
            case "lines": self = .lines
            case "own_text": self = .ownText
            default: throw members.fault("take", "must be text, lines or own_text, not '\(text)'")
            }
            return
        }
        var take = try RecipeMembers(value, members.path + "/take")
        if take.has("line") {
            self = .line(try take.place("line") ?? 1)
        } else {
            self = .attribute(try take.requiredText("attribute"))
        }
        try take.finish()
    }
}
