import AlmanacCore
import Archive
import Database
import Extraction
import Scraping
import Testing

/// What recipes know of people who are to be forgotten.
@Suite struct KnownPeopleTests {
    private static func recipe(_ known: JSON) -> JSON {
        [
            "recipe": 1, "name": "court",
            "records": [
                "learned": [
                    "anchor": "word",
                    "fields": [
                        [
                            "name": "word", "kind": "text",
                            "ways": [
                                [
                                    "columns": ["near:a9443de932c16323:0"], "take": "whole",
                                    "scope": "record", "origin": "body",
                                ]
                            ],
                        ]
                    ], "known": known,
                ]
            ], "fields": [["name": "word", "from": [["learned": "word"]]]],
        ]
    }

    @Test(
        "rows that were refused go with a person, whatever the case of the name",
        arguments: ["ÖZGÜR ÇELIK", "özgür çelik", "by u/Özgür Çelik: 5"])
    func refused(_ written: String) throws {
        let setting = try ScrapeFlowTests.Setting()
        let count = try setting.database.writeNow { transaction in
            for text in [written, "Özgür Çelikoğlu", "other"] {
                try transaction.execute(
                    """
                    INSERT INTO bad_rows (source, raw, row_number, field, rule, reason, fields, at)
                    VALUES ('court', 1, 0, 'a', 'type', $1, '{}', 0)
                    """, [SQLValue(text)])
            }
            let name = try #require(PersonName("özgür çelik"))
            return try RecordStore.forgetBadRows(transaction, name, source: nil)
        }
        #expect(count == 1)
        try setting.read { transaction in
            let rows = try transaction.query("SELECT reason FROM bad_rows ORDER BY id", [])
            #expect(try rows.map { try $0.text(0) } == ["Özgür Çelikoğlu", "other"])
        }
    }

    @Test(
        "known records that name a person go out of recipes, repairs and trials",
        arguments: [
            ("some_user", "u/Some_User"), ("Özgür Çelik", "özgür çelik"),
            ("Joe \"Bugsy\" Malone", "Joe \"Bugsy\" Malone"),
        ])
    func known(_ written: String, _ asked: String) throws {
        let setting = try ScrapeFlowTests.Setting()
        let both = Self.recipe([[.string("by \(written)")], ["by other"]])
        let one: JSON = [[.string(written)]]
        _ = try Extraction.Recipe(both)
        let condition: JSON = ["state": "staged", "trial": ["recipe": both]]
        let forgotten = try setting.database.writeNow { transaction in
            for (name, document) in [("court", both), ("lone", Self.recipe(one))] {
                _ = try Archive.Recipes.add(
                    transaction, name: name, schemaVersion: 1, document: document,
                    validFrom: setting.now, at: setting.now)
            }
            try Repairs.add(
                transaction, recipe: "court", from: 1, evidence: ["before": both, "after": both],
                verdict: "promoted", at: setting.now)
            try transaction.execute(
                "INSERT INTO source_conditions (source, condition, changes) VALUES ($1, $2, 1)",
                [SQLValue("court"), SQLValue(condition.text())])
            let name = try #require(PersonName(asked))
            #expect(try KnownPeople.forget(transaction, name, source: "other") == .init())
            return try KnownPeople.forget(transaction, name, source: nil)
        }
        #expect(forgotten.records == 4)
        #expect(forgotten.recipes == ["lone"])
        let left = Self.recipe([["by other"]])
        try setting.read { transaction in
            let version = try Archive.Recipes.find(transaction, name: "court", version: 1)
            #expect(version?.document == left)
            _ = try Extraction.Recipe(left)
            let repair = try #require(try Repairs.list(transaction).first)
            #expect(repair.evidence["before"] == left && repair.evidence["after"] == left)
            let row = try transaction.first("SELECT condition FROM source_conditions", [])
            #expect(try row?.text(0).contains("by other") == true)
        }
    }
}
