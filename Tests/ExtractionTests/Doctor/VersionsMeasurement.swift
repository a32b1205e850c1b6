import AlmanacCore
import BundledPrices
import Extraction
import Foundation
import TestSupport
import Testing

/// Writes predictions for pairs of pages, where a file to write them to is named.
@Suite(.requiresSharedData)
struct VersionsMeasurement {
    static let isRaw = ProcessInfo.processInfo.environment["ALMANAC_RAW"] != nil
    static let output = ProcessInfo.processInfo.environment["ALMANAC_VERSIONS"]

    @Test(.enabled(if: output != nil))
    func `predictions are written`() throws {
        let folder = "data/web/page-versions"
        let eligible = try JSON.parse(SharedData.text(folder + "/eligible.json"))
        var lines = ""
        for (number, member) in try #require(eligible.objectValue).members.enumerated() {
            if let only = ProcessInfo.processInfo.environment["ALMANAC_CASES"],
                !only.split(separator: ",").contains(where: { member.key.contains($0) })
            {
                continue
            }
            let start = ContinuousClock.now
            let path = folder + "/" + member.key
            let fields = try #require(member.value.objectValue).members.compactMap { field in
                ReadKind(field.value.stringValue ?? "").map { (name: field.key, kind: $0) }
            }
            let old = try PageTree(page: sharedBytes(path + "/old.html.gz"))
            let answers = try JSON.parse(
                String(decoding: sharedBytes(path + "/old.json.gz"), as: UTF8.self))
            let isPage = answers.arrayValue == nil
            let records = (answers.arrayValue ?? [answers]).map { record in
                var values: [String: [String]] = [:]
                for field in fields { values[field.name] = texts(record[field.name]) }
                return ExampleRecord(values: values)
            }
            let recipe = RecipeInducer.recipe(
                from: old, fields: fields, records: records, isPage: isPage)
            let middle = ContinuousClock.now
            var reading = PageReading(
                state: .withheld, records: [], withheld: fields.map(\.name))
            if let recipe {
                let new = try PageTree(page: sharedBytes(path + "/new.html.gz"))
                reading = Doctor.read(new, with: recipe)
            }
            let end = ContinuousClock.now
            var object = JSONObject()
            object["case"] = .string(member.key)
            object["state"] = .string(reading.state.rawValue)
            object["records"] = .array(
                reading.records.map { record in
                    var values = JSONObject()
                    for field in fields where Self.isRaw || !reading.withheld.contains(field.name) {
                        guard let texts = record[field.name] else { continue }
                        let parts = texts.map { json($0, field.kind) }
                        values[field.name] = field.kind.isList ? .array(parts) : parts[0]
                    }
                    return .object(values)
                })
            object["withheld"] = .array((Self.isRaw ? [] : reading.withheld).map { .string($0) })
            object["milliseconds"] = .number(Double((end - middle).components.attoseconds) / 1e15)
            object["notes"] = .array(reading.notes.map { .string($0) })
            var evidence = JSONObject()
            for field in fields {
                evidence[field.name] = .array((reading.evidence[field.name] ?? []).map { .number($0) })
            }
            object["evidence"] = .object(evidence)
            object["induced"] = .string(recipe?.summary ?? "nothing")
            lines += JSON.object(object).text() + "\n"
            _ = number
            _ = start
        }
        try lines.write(toFile: #require(Self.output), atomically: true, encoding: .utf8)
    }

    private func texts(_ value: JSON?) -> [String] {
        switch value {
        case .string(let text): text.isEmpty ? [] : [text]
        case .integer(let number): [String(number)]
        case .number(let number): ["\(number)"]
        case .array(let values): values.flatMap { texts($0) }
        default: []
        }
    }

    private func json(_ text: String, _ kind: ReadKind) -> JSON {
        switch kind.base {
        case .number, .minutes: Double(text).map { .number($0) } ?? .string(text)
        default: .string(text)
        }
    }
}
