package import AlmanacCore

/// What reading stored pages by another version of a recipe found, beside what was known before.
package struct ReprocessingReport: Sendable, Equatable {
    /// What is counted, under the names that output has.
    package enum Count: String, Sendable, CaseIterable {
        /// Pages that were read.
        case pages
        /// Pages whose bytes are gone: by retention, by erasure, or with the key of who wrote them.
        case pagesGone = "pages_gone"
        /// Pages that the recipe could not read.
        case pagesFailed = "pages_failed"
        /// Records that were read.
        case records
        /// Those of which nothing was known.
        case new
        /// Those that say something else than what was known last.
        case changed
        /// Those that say the same as another version of a recipe did.
        case same
        /// Those that this version had said already.
        case repeated
        /// Those of which a later page is known to say something else.
        case superseded
        /// Those that were erased and stay so.
        case erased
        /// Records that an earlier version read from these pages and this one does not find.
        case missing
        /// Rows that the contract rejected.
        case badRows = "bad_rows"
        /// Values that the contract withheld.
        case withheld
        /// Records without identity or time.
        case leftOut = "left_out"
        /// Linked pages, which are read with the records that lead to them.
        case linkedPages = "linked_pages"
        /// Records that lack what a linked page has, since none is stored.
        case unlinked
    }

    private var counts: [Count: Int] = [:]
    /// Why pages could not be read, of the first few, with the fetch.
    package private(set) var failures: [JSON] = []
    /// How the fields differ, in the order of their first record.
    package private(set) var fields: [(name: String, counts: FieldCounts)] = []

    /// How one field differs over the records of which an earlier version was known.
    package struct FieldCounts: Sendable, Equatable {
        /// How often it has another value.
        package var changed = 0
        /// How often there was no value before.
        package var added = 0
        /// How often there is none any more.
        package var removed = 0
        /// How often it is the same.
        package var same = 0
    }

    private static let mostFailures = 5

    /// Makes the report of no pages.
    package init() {}

    /// How many there were.
    package subscript(count: Count) -> Int {
        get { counts[count] ?? 0 }
        set { counts[count] = newValue }
    }

    /// Counts a page that could not be read.
    mutating func fail(_ raw: Int64, _ error: AlmanacError) {
        self[.pagesFailed] += 1
        guard failures.count < Self.mostFailures else { return }
        failures.append(["raw": .integer(Int(raw)), "message": .string(error.message)])
    }

    /// Counts how a record's fields differ from those that were known.
    mutating func compare(_ before: JSONObject, _ after: JSONObject) {
        self[before == after ? .same : .changed] += 1
        for (name, value) in after.members {
            let index = index(of: name)
            switch before[name] {
            case nil: fields[index].counts.added += 1
            case value: fields[index].counts.same += 1
            default: fields[index].counts.changed += 1
            }
        }
        for (name, _) in before.members where after[name] == nil {
            fields[index(of: name)].counts.removed += 1
        }
    }

    private mutating func index(of name: String) -> Int {
        if let index = fields.firstIndex(where: { $0.name == name }) { return index }
        fields.append((name, FieldCounts()))
        return fields.count - 1
    }

    package static func == (left: Self, right: Self) -> Bool { left.json == right.json }
}

extension ReprocessingReport {
    /// The report as an object of a command's output.
    package var json: JSONObject {
        var object = JSONObject()
        for count in Count.allCases { object[count.rawValue] = .integer(self[count]) }
        var fields = JSONObject()
        for (name, counts) in self.fields {
            fields[name] = [
                "changed": .integer(counts.changed), "added": .integer(counts.added),
                "removed": .integer(counts.removed), "same": .integer(counts.same),
            ]
        }
        object["fields"] = .object(fields)
        object["failures"] = .array(failures)
        return object
    }

    /// Reads a report that was stored; what it does not say is 0.
    init(_ object: JSONObject) {
        for count in Count.allCases { counts[count] = object[count.rawValue]?.intValue ?? 0 }
        failures = object["failures"]?.arrayValue ?? []
        for (name, value) in object["fields"]?.objectValue?.members ?? [] {
            fields.append(
                (
                    name,
                    FieldCounts(
                        changed: value["changed"]?.intValue ?? 0,
                        added: value["added"]?.intValue ?? 0,
                        removed: value["removed"]?.intValue ?? 0,
                        same: value["same"]?.intValue ?? 0)
                ))
        }
    }
}
