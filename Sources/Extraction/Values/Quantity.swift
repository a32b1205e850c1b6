/// A number with what it counts or measures, such as `4 servings`, `2.5 kg` and `6-8 pieces`.
public struct Quantity: Sendable, Hashable {
    /// The number; of a range, its lower end.
    public var value: Double
    /// The upper end of a range.
    public var upperValue: Double?
    /// What follows the number: a unit's symbol where it is a known one, else the words, plain and
    /// in lower case; empty where there are none.
    public var unit: String

    /// Makes a quantity.
    public init(value: Double, upperValue: Double? = nil, unit: String) {
        self.value = value
        self.upperValue = upperValue
        self.unit = unit
    }
}

/// The units that are known by more than one name; each stays itself, nothing is converted.
enum UnitNames {
    static let table = PhraseTable<String>([
        ("kg", "kg,kgs,kilo,kilos,kilogram,kilograms,kilogramm,kilogramme,kilogrammes,公斤,千克"),
        ("g", "g,gr,gram,grams,gramm,gramme,grammes,gramos,grammi,克"),
        ("mg", "mg,milligram,milligrams,milligramm"), ("t", "tonne,tonnes,tonnen,metric tons"),
        ("lb", "lb,lbs,pound,pounds"), ("oz", "oz,ounce,ounces"),
        ("l", "l,liter,liters,litre,litres,litros,litri"),
        ("ml", "ml,milliliter,milliliters,millilitre,millilitres"), ("cl", "cl"), ("dl", "dl"),
        ("gal", "gal,gallon,gallons"), ("cup", "cup,cups"), ("tbsp", "tbsp,tablespoon,tablespoons"),
        ("tsp", "tsp,teaspoon,teaspoons"),
        ("km", "km,kilometer,kilometers,kilometre,kilometres,kilometern,公里"),
        ("m", "m,meter,meters,metre,metres,metern"), ("cm", "cm,centimeter,centimeters"),
        ("mm", "mm,millimeter,millimeters"), ("mi", "mi,mile,miles"), ("ft", "ft,foot,feet"),
        ("in", "in,inch,inches"), ("m²", "m²,m2,qm,sq m,square meters,square metres"),
        ("ft²", "ft²,sq ft,sqft,square feet"), ("ha", "ha,hectare,hectares,hektar"),
        ("kW", "kw,kilowatt"), ("kWh", "kwh"), ("MW", "mw,megawatt"), ("MWh", "mwh"),
        ("GB", "gb"), ("MB", "mb"), ("KB", "kb"), ("TB", "tb"), ("°C", "°c"), ("°F", "°f"),
        ("kcal", "kcal,calories,calorie"), ("bbl", "bbl,barrel,barrels"),
    ])
}

extension ValueScanner {
    /// A number, perhaps a range of two, and what it counts.
    mutating func quantity() -> ParsedQuantity? {
        attempt { scanner in
            let sign = scanner.sign()
            guard let magnitude = scanner.plainFraction() ?? scanner.numberWithFraction() else {
                return nil
            }
            let lower = sign == .minus ? magnitude.map { -$0 } : magnitude
            let upper = sign == nil ? scanner.attempt { $0.upperEnd() } : nil
            guard let unit = scanner.unit() else { return nil }
            return ParsedQuantity(lower: lower, upper: upper, unit: unit)
        }
    }

    /// The rest of the text as a unit: one that is known, or words after a space.
    private mutating func unit() -> String? {
        let isApart = skipSpaces()
        let rest = scalars[position...]
        let words = FoldedText.string(rest)
        let name = words.hasSuffix(".") ? String(words.dropLast()) : words
        let known = UnitNames.table[name]
        guard let first = rest.first else { return "" }
        let areWords = isApart && first.isWordLetter && !rest.contains { $0.digit != nil }
        guard known != nil || areWords || (first == "%" && rest.count == 1) else { return nil }
        position = scalars.count
        return known ?? words
    }

    /// `3/4` before a unit, with any denominator.
    mutating func plainFraction() -> ParsedNumber? {
        attempt { scanner in
            guard let value = scanner.fraction() else { return nil }
            return ParsedNumber(withPoint: value, withComma: value)
        }
    }

    /// The upper end of a range behind its lower end.
    private mutating func upperEnd() -> ParsedNumber? {
        skipSpaces()
        let isRange = take("-") || take("~") || take(from: Self.rangeWords) != nil
        guard isRange else { return nil }
        skipSpaces()
        return numberWithFraction()
    }

    static let rangeWords = PhraseTable<Bool>([(true, "to,bis,a,al,tot,ate")])
}

/// A quantity whose numbers may mean two things.
struct ParsedQuantity {
    var lower: ParsedNumber?
    var upper: ParsedNumber?
    var unit: String

    func value(_ sign: DecimalSign) -> Quantity? {
        guard let lower = lower?.value(sign) else { return nil }
        guard let upper else { return Quantity(value: lower, unit: unit) }
        guard let end = upper.value(sign), end >= lower else { return nil }
        // Two numbers with a dash and no unit are often one identifier, such as 23-1667.
        guard !unit.isEmpty || end <= 10 * lower else { return nil }
        return Quantity(value: lower, upperValue: end, unit: unit)
    }
}
