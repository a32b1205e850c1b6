import AlmanacCore
import Extraction
import TestSupport
import Testing

/// Data in forms made for programs, against what extruct's tests expect.
@Suite struct StructuredDataTests {
    private static let folder = "data/web/extruct"

    private func page(_ stem: String, url: String? = nil) throws -> Document {
        let (folder, name) = Self.split(stem)
        let html = try sharedBytes(anyOf: name + ".html", in: folder)
        return try Document(html: html, url: url.flatMap { WebURL($0) })
    }

    private func expected(_ name: String) throws -> JSON {
        let (folder, file) = Self.split(name)
        return try JSON.parse(String(decoding: sharedBytes(anyOf: file, in: folder), as: UTF8.self))
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        let parts = path.split(separator: "/")
        return (folder + "/" + parts.dropLast().joined(separator: "/"), String(parts.last ?? ""))
    }

    /// Values with single ones in lists, keys in order and white space made one space.
    private func normal(_ value: JSON, wrapping: Bool = true) -> JSON {
        switch value {
        case .string(let text):
            return .string(text.split { $0.isWhitespace }.joined(separator: " "))
        case .array(let elements): return .array(elements.map { normal($0, wrapping: wrapping) })
        case .object(let object):
            var result = JSONObject()
            for key in object.keys.sorted() where key != "id" || !wrapping {
                guard let inner = object[key] else { continue }
                let isSingle = inner.arrayValue == nil && key != "properties" && wrapping
                result[key] = normal(isSingle ? .array([inner]) : inner, wrapping: wrapping)
            }
            return .object(result)
        default: return value
        }
    }

    @Test(
        "JSON-LD is read, with its usual faults mended", .requiresSharedData,
        arguments: [
            "schema.org/CreativeWork.001", "schema.org.invalid/AllocateAction.001",
            "schema.org.invalid/JoinAction.001", "custom.invalid/AllocateAction.001",
            "custom.invalid/JSONLD_with_JS_comment", "custom.invalid/JoinAction.001",
            "custom.invalid/JSONLD_with_control_characters", "misc/null_ld_mock",
            "custom.invalid/JSONLD_with_control_characters_comment",
            "songkick/jsonld_empty_item_test",
            "songkick/Elysian Fields Brooklyn Tickets, The Owl Music Parlor, 31 Oct 2015",
        ])
    func linkedData(stem: String) throws {
        let values = try page(stem).linkedData().flatMap { $0.value.arrayValue ?? [$0.value] }
        let wanted = try expected(stem + ".jsonld")
        let list = JSON.array(wanted.arrayValue ?? [wanted])
        #expect(normal(.array(values), wrapping: false) == normal(list, wrapping: false))
    }

    @Test(
        "microdata is read", .requiresSharedData,
        arguments: [
            ("w3c/microdata.4.2.data", nil), ("w3c/microdata.4.2.meter", nil),
            ("w3c/microdata.4.2.strings", nil), ("w3c/microdata.4.2.strings.unclean", nil),
            ("w3c/microdata.5.2", nil), ("w3c/microdata.5.5", nil),
            ("w3c/microdata.7.1", "http://blog.example.com/progress-report"),
            ("w3c/microdata.object", "http://www.example.com/microdata/test"),
            ("schema.org/Event.001", nil), ("schema.org/Event.002", nil),
            ("schema.org/Event.003", nil), ("schema.org/Event.004", nil),
            ("schema.org/Event.008", nil), ("schema.org/LocalBusiness.002", nil),
            ("schema.org/LocalBusiness.003", nil), ("schema.org/MusicRecording.001", nil),
            ("schema.org/product", nil), ("websites/microdata-with-description", nil),
        ] as [(String, String?)])
    func microdata(stem: String, url: String?) throws {
        let found = try page(stem, url: url).microdata().json
        #expect(normal(found) == normal(try expected(stem + ".json")))
    }

    /// Statements by subject, with things that have no address all named alike.
    private func graph(_ value: JSON) -> [String] {
        (value.arrayValue ?? []).flatMap { node -> [String] in
            let subject = node["@id"]?.stringValue ?? ""
            return (node.objectValue?.members ?? []).filter { $0.key != "@id" }.flatMap {
                key, values in
                (values.arrayValue ?? []).map { value in
                    "\(subject) \(key) \(normal(value, wrapping: false).text())"
                        .replacing(/_:b?\d+/, with: "_:b")
                }
            }
        }.sorted()
    }

    @Test(
        "RDFa is read", .requiresSharedData,
        arguments: [
            "w3crdfa/w3c.rdf11primer.example014", "w3crdfa/w3c.rdfalite.example003",
            "w3crdfa/w3c.rdfalite.example004", "w3crdfa/w3c.rdfalite.example005",
            "w3crdfa/w3c.rdfaprimer.example005", "w3crdfa/w3c.rdfaprimer.example006",
            "w3crdfa/w3c.rdfaprimer.example007", "w3crdfa/w3c.rdfaprimer.example008",
            "w3crdfa/w3c.rdfaprimer.example009", "w3crdfa/w3c.rdfaprimer.example010",
            "w3crdfa/w3c.rdfaprimer.example011", "w3crdfa/w3c.rdfaprimer.example015",
            "wikipedia/xhtml+rdfa",
        ])
    func rdfa(stem: String) throws {
        let page = try page(stem, url: "http://www.example.com/index.html")
        let found = Document.json(of: page.rdfa())
        #expect(graph(found) == graph(try expected(stem + ".expanded.json")))
    }

    @Test("Open Graph properties are read with those of declared vocabularies", .requiresSharedData)
    func openGraph() throws {
        let found = try page("misc/opengraph_test").openGraph().filter { !$0.name.hasPrefix("fb:") }
        let wanted = try expected("misc/opengraph_test.json").arrayValue?.first?["properties"]
        let pairs = found.map { JSON.array([.string($0.name), .string($0.content)]) }
        #expect(
            normal(.array(pairs), wrapping: false) == wanted.map { normal($0, wrapping: false) })
    }

    @Test("microformats are read with what they imply")
    func microformats() throws {
        let page = try Document(
            html: """
                <article class=h-entry><h1 class=p-name>T</h1>
                <a class="p-author h-card" href="/w">W. D.</a>
                <time class=dt-published datetime=2013-06-13>x</time>
                <div class=e-content><p>b</p></div></article><img class=h-card src=/i.png alt=N>
                """, url: WebURL("http://a.example"))
        let found = page.microformats()
        #expect(found.topLevel.count == 2)
        let entry = found.items[found.topLevel[0]]
        #expect(entry.types == ["h-entry"] && entry.text("name") == "T")
        #expect(entry.text("published") == "2013-06-13" && entry.text("content") == "b")
        guard case .item(let card)? = entry.properties.first(where: { $0.name == "author" })?.value
        else { throw AlmanacError(.internalError, "no author") }
        #expect(found.items[card].text("name") == "W. D.")
        #expect(found.items[card].text("url") == "http://a.example/w")
        #expect(found.items[found.topLevel[1]].text("name") == "N")
    }

    @Test("state in scripts is read where it is data, and left where a program makes it")
    func embedded() throws {
        let page = try Document(
            html: """
                <script id=__NEXT_DATA__ type="application/json">{"props":{"x":1}}</script>
                <script>var n = 1; window.__S__ = {a: 'b\\u0041', "c": [1, .5, !0, undefined,],};
                window["q"]=JSON.parse('{"r":"s\\\\"t"}'); let z = {f: g()}; const e = [];
                if (a == [1]) {}</script>
                """)
        let found = page.embeddedJSON()
        #expect(found.map(\.name) == ["__NEXT_DATA__", "window.__S__", "window[\"q\"]"])
        #expect(found[1].value.text() == "{\"a\":\"bA\",\"c\":[1,0.5,true,null]}")
        #expect(found[2].value["r"]?.stringValue == "s\"t")
        #expect(found.map(\.isAssigned) == [false, true, true])
    }

    @Test("data nested without end, and references in circles, end soon")
    func hostile() throws {
        let deep = String(repeating: "[", count: 100_000)
        let page = try Document(
            html: "<script type=application/ld+json>\(deep)</script><script>a=\(deep)</script>")
        #expect(page.linkedData().isEmpty && page.embeddedJSON().isEmpty)
        let circle = try Document(
            html: "<p id=a itemscope itemref=b></p><p id=b itemprop=c itemscope itemref=b>x</p>")
        #expect(try circle.microdata().json.text().utf8.count < 10_000)
        let many = (0..<300).map { _ in "<p itemscope itemref=z></p>" }.joined()
        let body = "<div id=z>" + String(repeating: "<i itemprop=a>", count: 300) + "</div>"
        let blown = try Document(html: many + body)
        #expect(throws: AlmanacError.self) { try blown.microdata() }
        let nested = String(repeating: "<p itemscope itemprop=a>", count: 200)
        let items = try Document(html: "<div itemscope>" + nested.replacing("<p", with: "<div"))
        #expect(try items.microdata().json.text().utf8.count > 100)
    }
}
