import AlmanacCore
import Extraction
import Testing

/// What the arena holds, and how it is walked.
@Suite struct DocumentTests {
    @Test("nodes lie in document order with their parents and siblings")
    func tree() throws {
        let page = try Document(html: "<!doctype html><p id=a>One<b class='x  y'>two</b></p><p>3")
        let names = page.allNodes.filter(page.isElement).map { page.name(of: $0) }
        #expect(names == ["html", "head", "body", "p", "b", "p"])
        let first = try #require(page.first(Selector("#a")))
        #expect(page.identifier(of: first) == "a")
        #expect(page.parent(of: first).map(page.name) == "body")
        let next = try #require(page.nextElement(of: first))
        #expect(page.textContent(of: next) == "3")
        #expect(page.previousElement(of: next) == first)
        #expect(page.position(of: next) == 2)
        let bold = try #require(page.children(of: first).first)
        #expect(page.classes(of: bold) == ["x", "y"])
        #expect(page.hasClass("y", bold) && !page.hasClass("x  y", bold))
        #expect(page.ancestors(of: bold).map { page.name(of: $0) } == ["p", "body", "html"])
        #expect(page.commonAncestor(of: bold, next) == page.parent(of: first))
        #expect(page.depth(of: bold) == 3)
        #expect(page.ownText(of: first) == "One")
        #expect(page.childNodes(of: first).map(page.kind) == [.text, .element])
    }

    @Test("mistakes are mended as browsers mend them")
    func mistakes() throws {
        let page = try Document(html: "<table><tr><td>1<p>in<div>x</table><b><p>y</b>z")
        #expect(page.select(try Selector("table > tbody > tr > td > p + div")).count == 1)
        #expect(page.select(try Selector("body > p > b")).count == 1)
    }

    @Test("attributes keep their order, and references in them are decoded")
    func attributes() throws {
        let page = try Document(html: "<a HREF='?a=1&amp;b=2' data-x=\"&quot;\" hidden>")
        let link = try #require(page.first(Selector("a")))
        #expect(page.attributes(of: link).map(\.name) == ["href", "data-x", "hidden"])
        #expect(page.attribute("href", of: link) == "?a=1&b=2")
        #expect(page.attribute("data-x", of: link) == "\"")
        #expect(page.attribute("hidden", of: link) == "")
        #expect(page.attribute("title", of: link) == nil)
    }

    @Test("a template's contents are its children, but no part of text and selection")
    func template() throws {
        let page = try Document(html: "<div>a<template><p>b<i>c</i></p></template>d</div>")
        let outer = try #require(page.first(Selector("div")))
        #expect(page.textContent(of: outer) == "ad")
        #expect(page.select(try Selector("p")).isEmpty)
        let template = try #require(page.first(Selector("template")))
        #expect(page.select(try Selector("p"), in: template).count == 1)
        #expect(page.textContent(of: template) == "bc")
    }

    @Test("addresses are resolved against the base element")
    func base() throws {
        let html = "<base href='/b/'><base href='/c/'><a href=x.html>"
        let page = try Document(html: html, url: WebURL("https://a.example/d/e?q"))
        let link = try #require(page.first(Selector("a")))
        #expect(page.url("href", of: link)?.description == "https://a.example/b/x.html")
        let bare = try Document(html: "<a href=x.html>")
        #expect(bare.resolve("x.html") == nil)
        #expect(bare.resolve("https://a.example")?.description == "https://a.example/")
    }

    private func limit(_ html: String, _ change: (inout DocumentLimits) -> Void) -> String? {
        var limits = DocumentLimits()
        change(&limits)
        do {
            _ = try Document(html: Array(html.utf8), limits: limits)
            return nil
        } catch let error as AlmanacError {
            #expect(error.kind == .extraction)
            return error.details["limit"]?.stringValue
        } catch {
            return "\(error)"
        }
    }

    @Test("what is above a limit is refused with the limit's name")
    func limits() {
        let deep = String(repeating: "<div>", count: 100_000)
        #expect(limit(deep) { _ in } == "elements inside each other")
        #expect(limit("<p>four") { $0.byteCount = 6 } == "bytes")
        let many = String(repeating: "<i>x</i>", count: 5_000)
        #expect(limit(many) { $0.nodeCount = 4_096 } == "nodes")
        let attributes = "<a " + (0..<2_000).map { "a\($0)" }.joined(separator: " ") + ">"
        #expect(limit(attributes) { _ in } == "attributes")
        #expect(limit(many) { $0.isOverdue = { true } } == "time")
        let nested = (0..<400).map { "<font size=\($0)>" }.joined()
        let blown = "<p>" + nested + "</p>" + String(repeating: "<p>x</p>", count: 4_000)
        #expect(limit(blown) { $0.memoryByteCount = 64 << 20 } == "bytes of memory")
        #expect(limit(String(repeating: "<b>", count: 2_000)) { _ in } == nil)
    }

    @Test(
        "any bytes make a document",
        arguments: [
            "", "\u{0}", "<", "<!--", "<a b='", "</", "<svg><p>", "<math><mi><table>", "&#0;",
        ])
    func anything(html: String) throws {
        let page = try Document(html: html)
        #expect(page.rootElement.map { page.name(of: $0) } == "html")
    }

    @Test("names of SVG attributes keep their prefix, in lower case")
    func foreign() throws {
        let page = try Document(html: "<svg viewBox='0 0 1 1'><use xlink:href='#a'/></svg>")
        let use = try #require(page.first(Selector("svg use")))
        #expect(page.attributes(of: use).map(\.name) == ["xlink:href"])
        let svg = try #require(page.first(Selector("svg")))
        #expect(page.attribute("viewbox", of: svg) == "0 0 1 1")
    }
}
