public import AlmanacCore
public import TimeSeries

/// Where the default of a parameter came from, and the data that it was fitted on.
public struct DefaultProvenance: Sendable, Hashable {
    /// The parameter's name.
    public var parameter: String
    /// Where the value came from, such as a book or a sweep.
    public var source: String
    /// The symbols that it was fitted on; empty where it was not fitted, or that is not known.
    public var symbols: [String]
    /// How many variants it was chosen among.
    public var trials: Int?
    /// The first and the last day of the data that it was fitted on, both included.
    public var fitted: Period?

    /// A first and a last day or moment, both included, as they are written in the definition.
    public struct Period: Sendable, Hashable {
        /// The first day or moment.
        public let from: String
        /// The last day or moment.
        public let to: String
        /// The moments from the first to the last.
        public let range: ClosedRange<Timestamp>

        /// Reads a period; `nil` where an end is no date or they are the wrong way round.
        ///
        /// A day as the last one lasts until its end.
        public init?(from: String, to: String) {
            guard let first = Timestamp(iso8601: from), var last = Timestamp(iso8601: to) else {
                return nil
            }
            if to.utf8.count == 10 { last = last.advanced(byNanoseconds: 86_399_999_999_999) }
            guard first <= last else { return nil }
            self.from = from
            self.to = to
            range = first...last
        }
    }

    /// Makes a default's provenance.
    public init(
        parameter: String, source: String, symbols: [String] = [], trials: Int? = nil,
        fitted: Period? = nil
    ) {
        self.parameter = parameter
        self.source = source
        self.symbols = symbols
        self.trials = trials
        self.fitted = fitted
    }

    /// What a definition's `provenance` says of this parameter.
    public var json: JSON {
        var object: JSONObject = ["source": .string(source)]
        if !symbols.isEmpty { object["symbols"] = .array(symbols.map(JSON.string)) }
        if let trials { object["trials"] = .integer(trials) }
        if let fitted {
            object["from"] = .string(fitted.from)
            object["to"] = .string(fitted.to)
        }
        return .object(object)
    }

    /// Reads a definition's `provenance`: an object with an entry for each parameter.
    static func read(
        _ json: JSON?, parameters: [ParameterSpecification]
    ) throws(AlmanacError) -> [DefaultProvenance] {
        guard let json, json != .null else { return [] }
        guard let object = json.objectValue else {
            throw DefinitionFault("provenance", "must be an object").error
        }
        var found: [DefaultProvenance] = []
        for (name, value) in object.members {
            let field = "provenance.\(name)"
            guard parameters.contains(where: { $0.name == name }) else {
                throw DefinitionFault(field, "names no parameter of the strategy").error
            }
            found.append(try read(value, parameter: name, field: field))
        }
        return found
    }

    private static func read(
        _ json: JSON, parameter: String, field: String
    ) throws(AlmanacError) -> DefaultProvenance {
        guard let entry = json.objectValue else {
            throw DefinitionFault(field, "must be an object").error
        }
        let symbols = entry["symbols"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard symbols.count == entry["symbols"]?.arrayValue?.count ?? 0 else {
            throw DefinitionFault("\(field).symbols", "must be a list of symbols").error
        }
        var fitted: Period?
        if entry["from"] != nil || entry["to"] != nil {
            fitted = Period(
                from: entry["from"]?.stringValue ?? "", to: entry["to"]?.stringValue ?? "")
            guard fitted != nil else {
                throw DefinitionFault(field, "must have a date 'from' and a later date 'to'").error
            }
        }
        return DefaultProvenance(
            parameter: parameter, source: entry["source"]?.stringValue ?? "", symbols: symbols,
            trials: entry["trials"]?.intValue, fitted: fitted)
    }
}
