public import AlmanacCore

extension Recipe {
    /// Most bytes of a recipe's text.
    static let byteLimit = 4 << 20
    /// Most fields of a record.
    static let fieldLimit = 500
    /// Most places of one field, and most transforms of one place.
    static let placeLimit = 50

    /// Reads a recipe from its text.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that says where the fault is.
    public init(text: String) throws(AlmanacError) {
        guard text.utf8.count <= Self.byteLimit else {
            throw AlmanacError(.validation, "the recipe is longer than \(Self.byteLimit) bytes")
        }
        let json: JSON
        do {
            json = try JSON.parse(text)
        } catch {
            throw AlmanacError(
                .validation,
                "the recipe is no JSON document: \(error.message) in line \(error.line)",
                details: ["line": .integer(error.line), "column": .integer(error.column)])
        }
        try self.init(json)
    }

    /// Reads a recipe from its JSON form, strictly: members that recipes do not have are refused.
    ///
    /// Selectors and patterns are read when the recipe is compiled.
    /// - Throws: ``AlmanacError`` of kind `validation` that says where the fault is.
    public init(_ json: JSON) throws(AlmanacError) {
        var members = try RecipeMembers(json, "")
        let version = try members.integer("recipe", in: 1...1_000_000)
        guard version == Self.formatVersion else {
            throw members.fault("recipe", "must be \(Self.formatVersion), the format's version")
        }
        name = try members.requiredText("name")
        revision = try members.integer("revision", in: 1...Int.max) ?? 1
        if var fetch = try members.members("fetch") { self.fetch = try FetchRule(&fetch) }
        guard var source = try members.members("records") else {
            throw members.fault("records", "is missing")
        }
        records = try RecordSource(&source)
        fields = []
        for (index, json) in (try members.array("fields") ?? []).enumerated() {
            var field = try RecipeMembers(json, "/fields/\(index)")
            fields.append(try RecipeField(&field))
        }
        identity = try members.texts("identity") ?? []
        if var time = try members.members("time") { self.time = try RecordTime(&time) }
        if var contract = try members.members("contract") {
            self.contract = try RecipeContract(&contract)
        }
        if let fingerprints = members.value("fingerprints") {
            guard let object = fingerprints.objectValue else {
                throw members.fault("fingerprints", "must be an object")
            }
            self.fingerprints = object
        }
        try members.finish()
        try checkNames()
    }

    /// Checks what fields are called and that names elsewhere are names of fields.
    func checkNames() throws(AlmanacError) {
        guard !fields.isEmpty else { throw RecipeMembers.fault("/fields", "must not be empty") }
        guard fields.count <= Self.fieldLimit else {
            throw RecipeMembers.fault("/fields", "has more than \(Self.fieldLimit) elements")
        }
        var names: Set<String> = []
        for (index, field) in fields.enumerated() {
            guard names.insert(field.name).inserted else {
                throw RecipeMembers.fault(
                    "/fields/\(index)/name", "is that of another field: '\(field.name)'")
            }
        }
        func check(_ name: String, _ path: String) throws(AlmanacError) {
            guard !names.contains(name) else { return }
            throw RecipeMembers.fault(path, "names no field: '\(name)'")
        }
        for (index, name) in identity.enumerated() { try check(name, "/identity/\(index)") }
        if let time {
            try check(time.field, "/time/field")
            if case .field(let name) = time.knownAt { try check(name, "/time/known_at") }
        }
        for (index, field) in fields.enumerated() {
            for (place, value) in field.places.enumerated() {
                if case .detail(let name) = value.scope {
                    try check(name, "/fields/\(index)/from/\(place)/scope/detail")
                }
                if case .learned(let name) = value.find, !records.learnedNames.contains(name) {
                    throw RecipeMembers.fault(
                        "/fields/\(index)/from/\(place)/learned",
                        "names no learned place: '\(name)'")
                }
            }
        }
    }
}

extension FetchRule {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        url = try members.requiredText("url")
        tier = try members.choice("tier", Tier.self) ?? .page
        stopAfterKnown = try members.integer("stop_after_known", in: 1...100_000)
        if var paging = try members.members("pages") {
            self.paging = try Paging(&paging)
        }
        for (index, step) in (try members.array("steps") ?? []).enumerated() {
            var step = try RecipeMembers(step, members.path + "/steps/\(index)")
            steps.append(try PageStep(&step))
        }
        try members.finish()
        guard tier != .browser else { return }
        if !steps.isEmpty { throw members.fault("steps", "needs the tier browser") }
        switch paging?.step {
        case .click, .more: throw members.fault("pages", "needs the tier browser")
        default: break
        }
    }
}

extension FetchRule.PageStep {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        if members.has("wait") {
            self = .wait(try members.requiredText("wait"))
        } else if members.has("scroll") {
            self = .scroll(times: try members.integer("scroll", in: 1...100) ?? 1)
        } else if members.has("click") {
            self = .click(try members.requiredText("click"))
        } else if members.has("type") {
            self = .type(
                try members.requiredText("type"), text: try members.text("text") ?? "")
        } else {
            throw RecipeMembers.fault(members.path, "needs one of wait, scroll, click and type")
        }
        try members.finish()
    }
}

extension FetchRule.Paging {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        if members.has("link") {
            step = .link(try members.requiredText("link"))
        } else if members.has("parameter") {
            step = .parameter(
                try members.requiredText("parameter"),
                first: try members.integer("first", in: -1_000_000_000...1_000_000_000) ?? 1,
                by: try members.integer("by", in: -1_000_000...1_000_000) ?? 1)
        } else if members.has("cursor") {
            let name = try members.requiredText("cursor")
            guard let path = try members.dataPath("path") else {
                throw members.fault("path", "is missing")
            }
            step = .cursor(name, path: path)
        } else if members.has("click") {
            step = .click(try members.requiredText("click"))
        } else if members.has("more") {
            step = .more(try members.requiredText("more"))
        } else if try members.flag("scroll") {
            step = .scroll
        } else {
            throw RecipeMembers.fault(
                members.path, "needs one of link, parameter, cursor, click, more and scroll")
        }
        pageLimit = try members.integer("limit", in: 1...1_000_000) ?? 20
        try members.finish()
    }
}

extension RecordSource {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        if members.has("elements") {
            var elements = Elements(try members.requiredText("elements"))
            elements.spansSiblings = try members.flag("spans_siblings")
            self = .elements(elements)
        } else if members.has("table") {
            var table = Table(try members.requiredText("table"))
            table.fewestCells = try members.integer("fewest_cells", in: 1...1_000) ?? 1
            self = .table(table)
        } else if members.has("data") {
            self = .data(try DataLocation(&members))
        } else if var learned = try members.members("learned") {
            self = .learned(try LearnedPlaces(&learned))
        } else if try members.flag("page") {
            self = .page
        } else {
            throw RecipeMembers.fault(
                members.path, "needs one of elements, table, data, learned and page")
        }
        try members.finish()
    }
}

extension DataLocation {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        guard let form = try members.choice("data", DataForm.self) else {
            throw members.fault("data", "is missing")
        }
        self.init(
            form, type: try members.text("type"), path: try members.dataPath("path") ?? DataPath())
    }
}

extension RecordTime {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        field = try members.requiredText("field")
        if let text = try members.text("known_at"), text != "fetched" {
            knownAt = .field(text)
        }
        try members.finish()
    }
}

extension RecipeContract {
    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        self.init()
        badValue = try members.choice("bad_value", Action.self) ?? badValue
        missingField = try members.choice("missing_field", Action.self) ?? missingField
        fewestRecords = try members.integer("fewest_records", in: 0...1_000_000) ?? 0
        if let share = members.value("rejected_share") {
            guard let number = share.doubleValue, (0...1).contains(number) else {
                throw members.fault("rejected_share", "must be a number from 0 to 1")
            }
            rejectedShare = number
        }
        try members.finish()
    }
}
