import AlmanacCore

/// What a recipe read on pages that it was right on, to tell by it whether values read later are
/// of the same fields.
///
/// Records are told again by a field whose values tell them apart; a table's headings, the order of
/// numbers in a record and values that stand elsewhere need no record told again.
struct KnownRecords {
    /// What speaks against a field's values.
    struct Fault {
        var field: Int
        var reason: String
    }

    /// What is judged.
    enum Purpose {
        /// Whether a run is sick: only what hardly has another reason counts.
        case run
        /// Whether a repair is right: any contradiction counts.
        case repair
    }

    let fields: [RecipeField]
    /// The newest page.
    let last: RunView
    /// By field the largest share of records told again that had another value from one page to
    /// the next; nil where no two pages differ.
    private let habit: [Double?]
    /// Fields of which the first is never less than the second.
    private let orders: [(Int, Int)]

    /// Fewer records than these say nothing.
    static let least = 5
    private static let orderLeast = 10
    /// Habits are known from so many pairs of pages that differ.
    private static let habitLeast = 2

    /// Learns from pages and what the recipe gave there, the newest last; nil without a page.
    ///
    /// Fields of linked pages are left out, and so is a page that is one record.
    init?(_ recipe: Recipe, _ runs: [(page: StoredPage, result: RecipeResult)]) throws {
        guard !recipe.records.isPage, let newest = runs.last else { return nil }
        fields = recipe.fields.filter { $0.detailLink == nil }
        last = RunView(fields, newest.result, try newest.page.page())
        let own = last
        orders = Self.orders(own)
        var views: [RunView] = []
        for (index, run) in runs.enumerated()
        where index + 1 == runs.count || run.page.bytes != runs[index + 1].page.bytes {
            views.append(
                index + 1 == runs.count
                    ? own : RunView(fields, run.result, try run.page.page()))
        }
        let pairs = zip(views, views.dropFirst()).map { old, new in
            (old, new, Self.aligned(old, new))
        }.filter { $0.2.count >= Self.least }
        habit = fields.indices.map { field in
            guard pairs.count >= Self.habitLeast else { return nil }
            return pairs.map { Self.changed($0.0, $0.1, $0.2, field) }.max()
        }
    }

    /// What speaks against the values that a run gave.
    func faults(_ view: RunView, _ purpose: Purpose) -> [Fault] {
        let pairs = Self.aligned(last, view)
        let found = fields.indices.compactMap { field -> Fault? in
            let reason =
                heading(field, view) ?? evenness(field, view) ?? exchange(field, view)
                ?? scale(field, view, pairs) ?? change(field, view, pairs, purpose)
            return reason.map { Fault(field: field, reason: $0) }
        }
        return found + order(view, purpose)
    }

    // MARK: - Records told again

    struct Pair {
        var known: Int
        var row: Int
    }

    /// The records of two runs that are the same by the field that tells most of them.
    static func aligned(_ old: RunView, _ new: RunView) -> [Pair] {
        var best: [Pair] = []
        for (field, wanted) in old.fields.enumerated()
        where wanted.type.base == .text || wanted.type.base == .url {
            let known = old.keys.map { $0[field] }
            var places: [String: Int] = [:]
            for (index, key) in known.enumerated() {
                if let key { places[key] = places[key] == nil ? index : -1 }
            }
            guard places.count * 10 >= known.count * 9 else { continue }
            var pairs: [Pair] = []
            for (row, keys) in new.keys.enumerated() {
                guard let key = keys[field], let index = places.removeValue(forKey: key),
                    index >= 0
                else { continue }
                pairs.append(Pair(known: index, row: row))
            }
            if pairs.count > best.count { best = pairs }
        }
        return best
    }

    /// The share of records told again of which a field has another value.
    private static func changed(
        _ old: RunView, _ new: RunView, _ pairs: [Pair], _ field: Int
    ) -> Double {
        let both = pairs.filter {
            old.keys[$0.known][field] != nil && new.keys[$0.row][field] != nil
        }
        let other = both.count { old.keys[$0.known][field] != new.keys[$0.row][field] }
        return both.count < least ? 0 : Double(other) / Double(both.count)
    }

    // MARK: - Faults

    /// Another heading over the values than the known one, which stands over other cells.
    private func heading(_ field: Int, _ view: RunView) -> String? {
        guard let known = last.headings[field], last.hasColumn(known),
            let own = view.headings[field], own != known
        else { return nil }
        let isAnothers = fields.indices.contains { $0 != field && last.headings[$0] == own }
        guard isAnothers || view.hasColumn(known) else { return nil }
        return "the values of '\(fields[field].name)' stand under '\(own)' and not '\(known)'"
    }

    /// One value for all records where they told them apart, or nothing but zeros.
    private func evenness(_ field: Int, _ view: RunView) -> String? {
        let base = fields[field].type.base
        let (old, new) = (last.keys.compactMap { $0[field] }, view.keys.compactMap { $0[field] })
        guard old.count >= Self.least, new.count >= Self.least, Set(new).count == 1 else {
            return nil
        }
        let distinct = Set(old).count
        let wasTelling =
            base.isNumeric ? distinct * 2 >= old.count : distinct == old.count && base == .url
        let isZero = base.isNumeric && Double(new[0]) == 0 && !old.contains { Double($0) == 0 }
        guard wasTelling || isZero else { return nil }
        return "all values of '\(fields[field].name)' are the same"
    }

    /// Values that were another field's; of numbers and dates only where the other has its own,
    /// since what was the last price yesterday is the one before it today.
    private func exchange(_ field: Int, _ view: RunView) -> String? {
        let own = values(last, field)
        let new = values(view, field)
        guard new.count >= Self.least, share(new, own) < 0.2 else { return nil }
        let base = fields[field].type.base
        for other in fields.indices where other != field {
            let known = values(last, other)
            guard known.count >= Self.least, share(known, own) < 0.2, share(new, known) >= 0.8,
                base == .text || base == .url || share(values(view, other), own) >= 0.8
            else { continue }
            return "the values of '\(fields[field].name)' are those that "
                + "'\(fields[other].name)' had"
        }
        return nil
    }

    private func values(_ view: RunView, _ field: Int) -> Set<String> {
        Set(view.keys.compactMap { $0[field] })
    }

    private func share(_ some: Set<String>, _ others: Set<String>) -> Double {
        some.isEmpty ? 0 : Double(some.intersection(others).count) / Double(some.count)
    }

    /// The new number of a record by the known one, in order.
    private func ratios(_ field: Int, _ view: RunView, _ pairs: [Pair]) -> [Double] {
        guard fields[field].type.base.isNumeric else { return [] }
        return pairs.compactMap { pair -> Double? in
            guard let old = last.keys[pair.known][field].flatMap(Double.init),
                let new = view.keys[pair.row][field].flatMap(Double.init), old != 0
            else { return nil }
            return new / old
        }.sorted()
    }

    /// Numbers that are many times as large or small in nearly every record.
    private func scale(_ field: Int, _ view: RunView, _ pairs: [Pair]) -> String? {
        let ratios = ratios(field, view, pairs)
        guard ratios.count >= Self.least else { return nil }
        let (low, high) = (ratios[ratios.count / 10], ratios[ratios.count - 1 - ratios.count / 10])
        guard low > 8 || high < 1.0 / 8, high > 0 else { return nil }
        return "the numbers of '\(fields[field].name)' are many times "
            + (low > 1 ? "as large" : "smaller")
    }

    /// Other values in records told again, where they did not use to change, or stand elsewhere in
    /// those records.
    private func change(
        _ field: Int, _ view: RunView, _ pairs: [Pair], _ purpose: Purpose
    ) -> String? {
        if purpose == .repair, becameMedia(field, view) {
            return "the addresses of '\(fields[field].name)' led to pages, and now to media"
        }
        let pairs = pairs.filter { last.keys[$0.known][field] != nil }
        guard pairs.count >= Self.least, !fields[field].type.isList else { return nil }
        let changed = Self.changed(last, view, pairs, field)
        let read = pairs.count { view.keys[$0.row][field] != nil }
        guard read >= Self.least, changed >= (purpose == .run ? 0.8 : 0.5) else { return nil }
        // Values under the heading that they always had are of that field.
        if let known = last.headings[field], view.headings[field] == known { return nil }
        let name = fields[field].name
        if let habit = habit[field], habit <= 0.1, changed >= 0.8,
            isSteady(field, ratios(field, view, pairs))
        {
            return "nearly all values of '\(name)' changed, which did not before"
        }
        let elsewhere = standing(field, view, pairs, onlyNew: purpose == .run)
        guard elsewhere >= 0.8, elsewhere - (1 - changed) >= 0.4 else { return nil }
        return "the known values of '\(name)' stand elsewhere in the same records"
    }

    /// Whether links of the records became addresses of what the page shows.
    private func becameMedia(_ field: Int, _ view: RunView) -> Bool {
        last.linkShare(of: field) >= 0.9 && view.linkShare(of: field) < 0.1
            && view.keys.contains { $0[field] != nil }
    }

    /// Whether a field's values should not all change at once.
    ///
    /// These are names and addresses, and numbers that changed by one factor, far from 1. Others
    /// may rest for days and then all change.
    private func isSteady(_ field: Int, _ ratios: [Double]) -> Bool {
        switch fields[field].type.base {
        case .url: return true
        case .text:
            return last.keys.allSatisfy { !($0[field]?.contains(where: \.isNumber) ?? false) }
        case .number, .integer, .money, .quantity, .minutes:
            guard ratios.count >= Self.least else { return false }
            let (low, high) = (ratios[ratios.count / 10], ratios[ratios.count * 9 / 10])
            return high - low < 0.02 * abs(high) && abs(high - 1) > 0.1
        case .date, .datetime, .boolean: return false
        }
    }

    /// The share of records told again in which a field's known value stands as a whole string.
    ///
    /// - Parameter onlyNew: Whether only kinds of places count that the old page had not.
    func standing(
        _ field: Int, _ view: RunView, _ pairs: [Pair], onlyNew: Bool = false
    ) -> Double {
        let pairs = pairs.prefix(RunView.recordLimit)
        let known = pairs.compactMap { last.keys[$0.known][field] }
        // Short values and those that many records have stand anywhere.
        guard known.count >= Self.least, known.allSatisfy({ $0.utf8.count >= 2 }),
            Set(known).count * 2 >= known.count
        else { return 0 }
        var old: Set<String> = []
        if onlyNew {
            for pair in pairs { old.formUnion(last.strings(of: pair.known).map(\.place)) }
        }
        let count = pairs.count { pair in
            guard let key = last.keys[pair.known][field] else { return false }
            return view.places(of: key, field, in: view.strings(of: pair.row))
                .contains { !old.contains($0) }
        }
        return Double(count) / Double(pairs.count)
    }

    // MARK: - Order in a record

    private static func numbers(_ view: RunView) -> [[Double?]] {
        view.fields.indices.map { field in
            let type = view.fields[field].type
            guard type.base.isNumeric, !type.isList else { return [] }
            return view.keys.map { $0[field].flatMap(Double.init) }
        }
    }

    private static func both(_ left: [Double?], _ right: [Double?]) -> [(Double, Double)] {
        zip(left, right).compactMap { left, right in
            guard let left, let right else { return nil }
            return (left, right)
        }
    }

    /// The fields of which one was never less than the other in any of several records.
    private static func orders(_ view: RunView) -> [(Int, Int)] {
        let numbers = numbers(view)
        var found: [(Int, Int)] = []
        for high in numbers.indices where !numbers[high].isEmpty {
            for low in numbers.indices where low != high {
                let both = both(numbers[high], numbers[low])
                guard both.count >= orderLeast, both.allSatisfy({ $0.0 >= $0.1 }),
                    both.count(where: { $0.0 > $0.1 }) * 2 > both.count
                else { continue }
                found.append((high, low))
            }
        }
        return found
    }

    private func order(_ view: RunView, _ purpose: Purpose) -> [Fault] {
        guard !orders.isEmpty else { return [] }
        let numbers = Self.numbers(view)
        return orders.compactMap { high, low in
            let both = Self.both(numbers[high], numbers[low])
            let broken = both.count { $0.0 < $0.1 }
            guard both.count >= Self.least,
                Double(broken) > (purpose == .run ? 0.8 : 0.3) * Double(both.count)
            else { return nil }
            return Fault(
                field: high,
                reason: "'\(fields[high].name)' is less than '\(fields[low].name)', which it "
                    + "never was")
        }
    }

    // MARK: - Other places

    /// The fields that every second record had and that a run lacks, though the page has them.
    func lost(_ view: RunView) -> [Int] {
        let pairs = Self.aligned(last, view)
        return fields.indices.filter { field in
            let (old, new) = (
                last.keys.count { $0[field] != nil }, view.keys.count { $0[field] != nil }
            )
            guard old * 2 >= last.keys.count, old > 0,
                new * 2 * last.keys.count < old * view.keys.count
            else { return false }
            if let heading = last.headings[field], view.says(heading),
                !isOther(field, view, under: heading)
            {
                return true
            }
            return standing(field, view, pairs) >= 0.5
        }
    }

    /// Whether a column of the same heading holds something else by now than texts like the known.
    private func isOther(_ field: Int, _ view: RunView, under heading: String) -> Bool {
        guard fields[field].type.base == .text, last.isWhole(field, under: heading),
            view.hasColumn(heading)
        else { return false }
        let known = last.keys.compactMap { $0[field].map(JSON.string) }
        let values = view.keys.indices.compactMap {
            view.key($0, of: field, under: heading).map(JSON.string)
        }
        return RecipeRepair.profile(fields[field], known)
            .likeness(RecipeRepair.readValues(fields[field], values)) < Self.leastLikeness
    }

    /// Texts less like the known ones than this are others.
    private static let leastLikeness = 0.5

    /// What the records of a run should have, where the headings or the known values tell the
    /// fields that are wrong in it; nil where they do not.
    ///
    /// Where known values are needed, only records count that have them.
    func corrected(_ view: RunView, _ wrong: Set<Int>) -> [[String: [String]]]? {
        let pairs = Self.aligned(last, view)
        var headings: [Int: String] = [:]
        for field in wrong {
            if let heading = last.headings[field], last.isWhole(field, under: heading),
                view.hasColumn(heading)
            {
                headings[field] = heading
            } else if standing(field, view, pairs) < 0.5 {
                return nil
            }
        }
        let known = Dictionary(uniqueKeysWithValues: pairs.map { ($0.row, $0.known) })
        let needsKnown = headings.count < wrong.count
        return view.keys.indices.compactMap { row -> [String: [String]]? in
            var record: [String: [String]] = [:]
            let strings = needsKnown ? view.strings(of: row) : []
            for (field, wanted) in fields.enumerated() {
                if let heading = headings[field] {
                    record[wanted.name] = view.key(row, of: field, under: heading).map { [$0] }
                } else if wrong.contains(field) {
                    guard let index = known[row], let key = last.keys[index][field],
                        !view.places(of: key, field, in: strings).isEmpty
                    else { return nil }
                    record[wanted.name] = [key]
                } else {
                    record[wanted.name] = view.keys[row][field].map { [$0] }
                }
            }
            return record
        }
    }

    /// Whether each field's values are borne out: by their heading, or by known values.
    func bearsOut(_ view: RunView, but wrong: Set<Int>) -> Bool {
        let pairs = Self.aligned(last, view)
        return pairs.count >= Self.least
            && fields.indices.allSatisfy { field in
                if wrong.contains(field) { return true }
                if let known = last.headings[field], view.headings[field] == known { return true }
                return Self.changed(last, view, pairs, field) < 0.5
            }
    }
}
