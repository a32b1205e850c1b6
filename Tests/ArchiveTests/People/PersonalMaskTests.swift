import AlmanacCore
import Archive
import Database
import TestSupport
import Testing

/// Names and handles in pages, before they are hashed.
@Suite struct PersonalMaskTests {
    /// What a mask finds in a text.
    private func found(_ text: String, _ members: [String]) -> [String] {
        let bytes = Array(text.utf8)
        return PersonalMask(members: members).people(in: bytes)
            .map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "names are found where their form shows them",
        arguments: [
            ("thanks @Anna_B, and @bert.", ["Anna_B", "bert"]),
            ("see u/anna-b and /user/bert/posts", ["anna-b", "bert"]),
            ("https://x.com/anna/status/1", ["anna"]),
            ("write to anna.b+x@mail.example now", ["anna.b+x@mail.example"]),
            (#"{"@type": "Person", "@context": 1}"#, []), ("@media screen", []),
            ("5 @ 3, a@b, menu/anna @x", []), ("", []), ("@", []),
        ])
    func forms(_ text: String, _ names: [String]) {
        #expect(found(text, []) == names)
    }

    @Test(
        "members that hold names are masked, and their names elsewhere where they stand out",
        arguments: [
            (
                #"{"author": "anna_7", "text": "I, anna_7, say anna_78"}"#,
                ["anna_7", "anna_7"]
            ),
            (#"{"author" : "Tesla", "text": "Tesla is up"}"#, ["Tesla"]),
            (#"{"author":"Anna Bee","text":"by Anna Bee."}"#, ["Anna Bee", "Anna Bee"]),
            (#"{"author":"a\"b","text":1}"#, [#"a\"b"#]), (#"{"author": null}"#, []),
            (#"{"author":""}"#, []), (#"{"author":"#, []), (#"{"author":"cut"#, ["cut"]),
        ])
    func members(_ text: String, _ names: [String]) {
        #expect(found(text, ["author"]) == names)
    }

    @Test(
        "a masked page tells no name, and who wrote what together",
        arguments: DatabaseUnderTest.available)
    func masked(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            try database.writeNow { transaction throws in
                var source = DataSource(name: "forum", tier: "api")
                source.configuration["mask"] = ["author"]
                try Sources.save(transaction, source, at: day(0))
            }
            let page = Array(#"[{"author":"anna_7"},{"author":"bert"},{"to":"@Anna_7"}]"#.utf8)
            func text(_ day0: Int) throws -> (String, String) {
                let prepared = try bronze.prepare(
                    page, of: "forum", database, at: day(day0))
                return try database.writeNow { transaction throws in
                    let fetch = Fetch(
                        source: "forum", url: "http://a/", tier: "api", fetchedAt: day(0),
                        completedAt: day(0))
                    try bronze.store(transaction, prepared, fetch, at: day(0))
                    let bytes = try bronze.bytes(transaction, prepared.hash)
                    return (String(decoding: bytes, as: UTF8.self), prepared.hash)
                }
            }
            let (first, hash) = try text(0)
            #expect(try text(1).1 == hash, "the same page has the same hash")
            #expect(!first.lowercased().contains("anna") && !first.contains("bert"))
            let names = first.split(separator: "\"").filter { $0.contains("person-") }
            #expect(names.count == 3 && names[2] == "@" + names[0] && names[0] != names[1])
            // Once she is forgotten nothing ties the pseudonym to her, and she gets no other.
            try Authors.forget(
                database, bronze, name: "anna_7", source: "forum", reason: "asked", at: day(2))
            let (later, _) = try text(3)
            #expect(later.contains("person-forgotten") && !later.contains(names[0]))
            #expect(later.contains(names[1]))
            let elsewhere = try bronze.prepare(
                page, of: "other", database, at: day(3))
            #expect(elsewhere.byteCount == page.count, "a source without a mask is left as it is")
        }
    }
}
