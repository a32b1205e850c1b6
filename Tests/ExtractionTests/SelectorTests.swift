import AlmanacCore
import Extraction
import TestSupport
import Testing

/// Selectors against a page whose elements carry the names that they are found by.
@Suite struct SelectorTests {
    private static let html = """
        <html lang="de-CH"><body><main id=main class="A b">
        <ul id=list><li id=l1 class=odd>1<li id=l2 data-x="Foo bar">2<li id=l3 class="odd last">3
        <li id=l4 lang=en>4</ul>
        <p id=p1>t<a id=a1 href="https://x.example/y.PDF" rel="Nofollow me">l</a></p>
        <p id=p2><!-- c --></p><div id=d1><p id=p3>x<span id=s1></span></div>
        <form><input id=i1 required type=TEXT><input id=i2 disabled checked></form></main>
        """
    private let page: Document

    init() throws { page = try Document(html: Self.html) }

    @Test(
        "each kind of condition and combinator",
        arguments: [
            ("li", "l1 l2 l3 l4"), ("LI.odd", "l1 l3"), (".a", ""), (".A.b", "main"),
            ("#l2, #l1", "l1 l2"), ("ul>li:first-child", "l1"), ("li + li", "l2 l3 l4"),
            ("#l1 ~ .last", "l3"), ("main p", "p1 p2 p3"), ("main > p", "p1 p2"),
            ("[data-x]", "l2"), ("[data-x='Foo bar']", "l2"), ("[data-x='foo bar']", ""),
            ("[data-x='foo bar' i]", "l2"), ("[data-x~=bar]", "l2"), ("[data-x^=Fo]", "l2"),
            ("[data-x$=ar]", "l2"), ("[data-x*='o b']", "l2"), ("[data-x*='']", ""),
            ("[lang|=en]", "l4"), ("[rel~=nofollow]", "a1"), ("[rel~=nofollow s]", ""),
            ("[type=text]", "i1"), ("a[href$='.pdf' i]", "a1"),
            ("li:nth-child(2n+1)", "l1 l3"), ("li:nth-child(even)", "l2 l4"),
            ("li:nth-child(-n + 2)", "l1 l2"), ("li:nth-last-child(1)", "l4"),
            ("li:nth-child(2 of .odd)", "l3"), ("li:nth-last-child(1 of .odd)", "l3"),
            ("p:first-of-type", "p1 p3"), ("p:last-of-type", "p2 p3"), ("p:nth-of-type(2)", "p2"),
            ("p:only-of-type", "p3"), ("#d1 > :only-child", "p3"), ("a:only-child", "a1"),
            ("p:empty", "p2"), ("span:empty", "s1"), ("li:not(.odd)", "l2 l4"),
            ("li:not(.odd, #l2)", "l4"), (":is(ul, div) > :is(li.last, p)", "l3 p3"),
            (":where(#l1)", "l1"), ("p:has(a)", "p1"), ("p:has(> span)", "p3"),
            ("li:has(+ #l3)", "l2"), ("li:has(~ #l3)", "l1 l2"), ("main:has(ul li.last)", "main"),
            ("main:has(> li)", ""), ("div:has(p span)", "d1"), (":any-link", "a1"),
            ("input:checked", "i2"), ("input:disabled", "i2"), ("input:enabled", "i1"),
            ("input:required", "i1"), ("li:lang(de)", "l1 l2 l3"), ("li:lang('en', fr)", "l4"),
            ("#\\6c 1", "l1"), ("*|li.odd", "l1 l3"), (":root #l1", "l1"),
            ("main ul + p + p ~ div p", "p3"), ("body li:last-child", "l4"),
        ])
    func select(selector: String, identifiers: String) throws {
        let found = page.select(try Selector(selector)).compactMap(page.identifier)
        #expect(found.joined(separator: " ") == identifiers)
    }

    @Test("a scope limits what is found, and :scope names it")
    func scope() throws {
        let main = try #require(page.first(Selector("#main")))
        #expect(page.select(try Selector(":scope > p"), in: main).count == 2)
        #expect(page.select(try Selector("body p"), in: main).count == 3)
        let item = try #require(page.first(Selector("#l2")))
        #expect(page.closest(try Selector("main, ul"), to: item).flatMap(page.identifier) == "list")
        #expect(page.matches(try Selector("li:nth-child(2)"), item))
        #expect(page.select(try Selector(":scope > html")).count == 1)
    }

    @Test(
        "what is no selector is refused with the place of the fault",
        arguments: [
            ("", 0), ("a >", 3), ("a,,b", 2), ("[a", 2), ("[a=]", 3), ("a:hover", 7),
            ("a::before", 2),
            (":contains('x')", 10), (":nth-child(x)", 11), (".1a", 1), ("a)", 1), ("[a='b]", 6),
        ])
    func refused(selector: String, byte: Int) {
        do {
            _ = try Selector(selector)
            Issue.record("\(selector) was read")
        } catch let error as AlmanacError {
            #expect(error.kind == .validation)
            #expect(error.details["byte"]?.intValue == byte)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("a place among siblings of a name leaves others out, however far back they stand")
    func placesOfType() throws {
        let items = (1...40).map { "<li>\($0)</li>" + String(repeating: "<p></p>", count: $0 % 3) }
        let document = try Document(html: "<ul>\(items.joined())</ul>")
        for place in 0...42 {
            let found = document.select(try Selector("ul > li:nth-of-type(\(place))"))
            let wanted = (1...40).contains(place) ? ["\(place)"] : []
            #expect(found.map { document.textContent(of: $0) } == wanted)
        }
        let wide = try Document(html: String(repeating: "<i></i><b></b>", count: 20_000))
        #expect(wide.select(try Selector("i:nth-of-type(16)")).count == 1)
    }

    @Test("deep nesting and long lists of descendants end soon")
    func hostile() throws {
        let nested = String(repeating: ":not(", count: 40) + "a" + String(repeating: ")", count: 40)
        #expect(throws: AlmanacError.self) { try Selector(nested) }
        let deep = try Document(html: String(repeating: "<div>", count: 2_000) + "<p>")
        let chain = try Selector(String(repeating: "div ", count: 200) + "b p")
        #expect(deep.select(chain).isEmpty)
        let wide = try Document(html: String(repeating: "<i></i>", count: 20_000))
        #expect(wide.select(try Selector("i:nth-last-of-type(3n):has(+ i)")).count == 6_666)
    }

    @Test("a chain of children from a scope gives what the same chain gives from anywhere")
    func chains() throws {
        var markup = ""
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<400 {
            let name = ["div", "p", "b", "template", "ul"][Int(generator.next() % 5)]
            markup += generator.next() % 3 == 0 ? "</\(name)>x" : "<\(name)>"
        }
        let page = try Document(html: markup)
        let scopes = page.allNodes.filter { page.isElement($0) }
        for chain in [
            "div", "div > p", "* > * > b", "b:nth-of-type(2) > div", "ul > template > b", "b, p",
        ] {
            // A condition more on the scope leaves the matcher no chain to walk.
            let slow = try Selector(":scope:not(i) > " + chain)
            let fast = try Selector(":scope > " + chain)
            for scope in scopes {
                #expect(page.select(fast, in: scope) == page.select(slow, in: scope), "\(chain)")
            }
        }
    }
}
