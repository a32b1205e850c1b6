/// What an expression stands for while the code is run symbolically.
indirect enum Value {
    /// Already reported; whatever uses it fails in silence.
    case failed
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    /// A scalar that depends on parameters, while a definition is checked without values.
    case unknown(UnknownScalar)
    case series(SeriesObject)
    case list(ListObject)
    case tuple([Value])
    case dictionary(DictionaryObject)
    case frame(FrameObject)
    /// `df.index`.
    case axis
    /// `df.index.date`, `df.index.to_period('M')`: which period each bar lies in.
    case periods(CalendarField)
    /// `len(df)`.
    case barCount
    /// `data` and `params`.
    case slots, parameters
    /// `df.columns`.
    case columns(FrameObject)
    case function(FunctionObject)
    /// A module, function or constant of a known library, by its full name.
    case library(String)
    /// A method of a value that is not called yet.
    case method(Value, String)
    case window(WindowObject)
    case exponential(ExponentialObject)
    /// `groupby(…)` of a series or of a frame, with the value that numbers the groups.
    case sessions(Value, key: Int)
    /// `.loc`, `.iloc`, `.at`, `.iat`.
    case locator(Value, String)
    /// A vectorbt indicator's result.
    case indicator(IndicatorObject)
    case range(start: Value, stop: Value, step: Value)
    case zipped([Value])
    case enumerated(Value, start: Int)
    /// `x.iloc[k]` with a fixed bar.
    case barValue(SeriesObject, bar: Int)
    /// A name that a loop over bars assigns, after the loop.
    case loopState(String)
}

/// The kinds of value a series' bars have.
enum SeriesType: String, Hashable {
    case number
    case boolean
    /// Booleans of which some may be missing: what pandas' `shift` makes of booleans.
    case booleanOrMissing
    /// Booleans whose missing ones were filled, which pandas goes on treating as objects: every
    /// operation but `~` means what it says.
    case filledBoolean

    var isBoolean: Bool { self != .number }
}

/// A series in the code: a value of the graph that an assignment through a mask may replace.
final class SeriesObject {
    var value: Int
    var type: SeriesType
    /// Whether the series was made in the function, so that it may be written to.
    var isOwn: Bool
    /// Whether the code made it a NumPy array, whose standard deviation divides by n.
    var isArray = false
    /// pandas' `name`, which `concat` and `to_frame` make a column's name.
    var name: String?

    init(_ value: Int, _ type: SeriesType, isOwn: Bool = true, name: String? = nil) {
        self.value = value
        self.type = type
        self.isOwn = isOwn
        self.name = name
    }
}

/// A list in the code.
final class ListObject {
    var elements: [Value]
    /// The series that the list has become by getting one value for each bar.
    var series: SeriesObject?
    /// The parameters that what was done to it depends on, where that is recorded.
    var dependence: ParameterSubset = []

    init(_ elements: [Value]) { self.elements = elements }
}

/// A dictionary in the code, in the order of its keys.
final class DictionaryObject {
    private(set) var keys: [String] = []
    /// The keys as the code gave them: numbers stay numbers.
    private(set) var keyValues: [Value] = []
    private var values: [String: Value] = [:]
    /// The parameters that what was done to it depends on, where that is recorded.
    var dependence: ParameterSubset = []
    private var dependences: [String: ParameterSubset] = [:]

    /// The parameters that one member's value depends on; nil where that is not known apart.
    func dependence(of key: String) -> ParameterSubset? { dependences[key] }

    func setDependence(_ subset: ParameterSubset, of key: String) { dependences[key] = subset }

    subscript(key: String) -> Value? {
        get { values[key] }
        set { newValue.map { set($0, name: key, key: .string(key)) } }
    }

    /// Stores a value under a key and the text that stands for it.
    func set(_ value: Value, name: String, key: Value) {
        if values[name] == nil {
            keys.append(name)
            keyValues.append(key)
        }
        values[name] = value
    }

    func removeAll() {
        keys = []
        keyValues = []
        values = [:]
    }
}

/// A data frame in the code: a slot, a copy of one, or one made of series.
final class FrameObject {
    /// The slot's name, where the frame is one.
    var slot: String?
    /// Whether columns may be written.
    var isOwn: Bool
    private(set) var names: [String]
    private var columns: [String: SeriesObject]

    init(slot: String?, isOwn: Bool, columns: [(String, SeriesObject)]) {
        self.slot = slot
        self.isOwn = isOwn
        names = []
        self.columns = [:]
        for (name, series) in columns { self[name] = series }
    }

    subscript(name: String) -> SeriesObject? {
        get { columns[name] }
        set {
            if columns[name] == nil && newValue != nil { names.append(name) }
            columns[name] = newValue
        }
    }

    /// The columns in order.
    var series: [SeriesObject] { names.compactMap { columns[$0] } }

    /// The same columns under other names.
    func renamed(_ newNames: [String]) -> FrameObject {
        FrameObject(
            slot: nil, isOwn: true,
            columns: zip(names, newNames).compactMap { name, new in
                columns[name].map { (new, SeriesObject($0.value, $0.type)) }
            })
    }

    /// Gives the columns other names in place; the names must be as many as the columns.
    func rename(_ newNames: [String]) {
        let series = self.series
        names = []
        columns = [:]
        for (name, column) in zip(newNames, series) { self[name] = column }
    }

    /// The steps that making the columns again counts for.
    var stepCount: Int { names.count * 8 }

    func copy() -> FrameObject {
        FrameObject(
            slot: slot, isOwn: true,
            columns: names.compactMap { name in
                columns[name].map { (name, SeriesObject($0.value, $0.type)) }
            })
    }
}

/// A `def` or lambda with the names around it.
final class FunctionObject {
    enum Body {
        case statements([Statement])
        case expression(Expression)
    }

    let name: String
    let parameters: [Parameter]
    let body: Body
    let scope: Scope

    init(name: String, parameters: [Parameter], body: Body, scope: Scope) {
        self.name = name
        self.parameters = parameters
        self.body = body
        self.scope = scope
    }
}

/// `series.rolling(…)` or `series.expanding(…)`, waiting for its statistic.
struct WindowObject {
    var series: SeriesObject
    var window: Window
}

/// `series.ewm(…)`, waiting for its statistic.
struct ExponentialObject {
    var series: SeriesObject
    var weights: ExponentialWeights
}

/// The outputs of a vectorbt indicator by name.
final class IndicatorObject {
    let name: String
    let outputs: [(name: String, series: SeriesObject)]

    init(name: String, outputs: [(name: String, series: SeriesObject)]) {
        self.name = name
        self.outputs = outputs
    }
}

/// The names of a function's body, inside those of the code around it.
final class Scope {
    var names: [String: Value] = [:]
    let outer: Scope?
    private var dependences: [String: ParameterSubset] = [:]

    init(inside outer: Scope?) { self.outer = outer }

    /// Makes room for the names of a usual function at once.
    func reserve() {
        names.reserveCapacity(12)
        dependences.reserveCapacity(12)
    }

    /// Gives a name a value that depends on some parameters.
    func set(_ name: String, _ value: Value, _ dependence: ParameterSubset) {
        names[name] = value
        dependences[name] = dependence
    }

    /// The parameters that a name's value depends on; all where that is not known.
    func dependence(of name: String, _ trace: CompilationTrace) -> ParameterSubset {
        if names[name] != nil { return dependences[name] ?? trace.everything }
        return outer?.dependence(of: name, trace) ?? []
    }

    /// Whether this is another scope's, or inside it.
    func isInside(_ other: Scope) -> Bool { self === other || outer?.isInside(other) ?? false }

    func lookUp(_ name: String) -> Value? { names[name] ?? outer?.lookUp(name) }

    /// Every name that can be used here, sorted.
    var visibleNames: [String] {
        (Array(names.keys) + (outer?.visibleNames ?? [])).sorted()
    }
}
