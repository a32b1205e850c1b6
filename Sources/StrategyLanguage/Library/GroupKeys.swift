/// What `groupby` may group by: keys that never come back once they have changed, so that every
/// group is one run of bars and what is known of it so far uses no later bar.
extension GraphCompiler {
    func group(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard refuse(arguments, ["axis", "level"]) else { return .failed }
        guard let by = arguments["by"], let key = groupKey(by, of: receiver, arguments) else {
            return .failed
        }
        return .sessions(receiver, key: key)
    }

    private func groupKey(
        _ by: Value, of owner: Value, _ arguments: BoundArguments
    ) -> Int? {
        let position = arguments.position("by")
        var parts = [by]
        if case .list(let list) = by { parts = list.elements }
        if case .tuple(let elements) = by { parts = elements }
        var keys: [Int] = []
        for part in parts {
            guard let key = oneKey(part, of: owner, at: position) else { return nil }
            keys.append(key)
        }
        guard isLasting(keys) else {
            fail(
                .unsupported,
                "groupby() works by keys that do not come back: dates, months with their years, "
                    + "or a running count",
                hint: "s.groupby(s.index.date).cumsum(), s.groupby([s.index.year, s.index.month]), "
                    + "or for streaks s.groupby((up != up.shift()).cumsum()).cumcount()",
                at: position)
            return nil
        }
        return keys.count == 1 ? keys[0] : runNumber(keys)
    }

    private func oneKey(_ value: Value, of owner: Value, at position: SourcePosition) -> Int? {
        switch value {
        case .periods(let field): return builder.add(.calendar(field), [builder.add(.barTime)])
        case .string(let name):
            guard case .frame(let frame) = owner else { break }
            guard let column = frame[name] else {
                _ = missingColumn(name, of: frame, at: position)
                return nil
            }
            return column.value
        default: break
        }
        return column(value, for: "the key of groupby()", at: position)?.value
    }

    /// The number of the run of bars over which none of the keys has changed.
    private func runNumber(_ keys: [Int]) -> Int {
        var hasChanged = builder.constant(0)
        for key in keys {
            let earlier = number(.shift(bars: 1, fill: Number(.nan)), key)
            hasChanged = number(
                .binary(.or), hasChanged, number(.binary(.notEqual), key, earlier))
        }
        return number(.cumulative(.sum), hasChanged)
    }

    // MARK: - Keys that do not come back

    private static let lastingFields: Set<CalendarField> = [
        .date, .year, .monthCount, .quarterCount, .weekCount,
    ]

    /// Fields that come back with each year, but not within one.
    private static let yearlyFields: Set<CalendarField> = [.month, .quarter, .dayOfYear]

    private func isLasting(_ keys: [Int]) -> Bool {
        if keys.allSatisfy({ isLasting($0, depth: 0) }) { return !keys.isEmpty }
        let fields = keys.compactMap(calendarField)
        guard fields.count == keys.count, fields.contains(.year) else { return false }
        return fields.allSatisfy { field in
            Self.lastingFields.contains(field) || Self.yearlyFields.contains(field)
                || (field == .day && fields.contains(.month))
        }
    }

    private func calendarField(_ value: Int) -> CalendarField? {
        guard case .calendar(let field)? = builder.operation(of: value)?.operation else {
            return nil
        }
        return field
    }

    private func isLasting(_ value: Int, depth: Int) -> Bool {
        guard depth < 8, let node = builder.operation(of: value) else { return false }
        switch node.operation {
        case .barTime, .constant: return true
        case .calendar(let field): return Self.lastingFields.contains(field)
        case .cumulative(.sum): return isNotNegative(node.inputs[0], depth: depth)
        case .cumulative(.maximum), .cumulative(.minimum): return true
        case .forwardFill: return isLasting(node.inputs[0], depth: depth + 1)
        case .binary(.add):
            // year * 100 + month
            let inputs = node.inputs.compactMap(builder.operation(of:))
            guard inputs.count == 2, case .binary(.multiply) = inputs[0].operation,
                inputs[0].inputs.contains(where: { calendarField($0) == .year }),
                let scale = inputs[0].inputs.compactMap(builder.constantValue).first,
                let field = calendarField(node.inputs[1])
            else { return false }
            return Self.yearlyFields.contains(field) && scale >= (field == .dayOfYear ? 367 : 13)
        default: return false
        }
    }

    /// Whether a value is never below 0: its running sum then never comes back.
    private func isNotNegative(_ value: Int, depth: Int) -> Bool {
        guard depth < 8, let node = builder.operation(of: value) else { return false }
        switch node.operation {
        case .constant(let number): return number.value >= 0
        case .unary(let function):
            return [.not, .isTrue, .isMissing, .isFinite, .isInfinite, .abs].contains(function)
        case .binary(let function):
            return [
                .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or, .xor,
            ].contains(function)
        case .select:
            return node.inputs.dropFirst().allSatisfy { isNotNegative($0, depth: depth + 1) }
        case .shift(_, let fill):
            return !(fill.value < 0) && isNotNegative(node.inputs[0], depth: depth + 1)
        case .vectorbt(.crossedAbove): return true
        default: return false
        }
    }
}
