import AlmanacCore
import Testing

/// Resolution by RFC 3986, and what browsers forgive.
@Suite struct WebURLTests {
    @Test(
        "the examples of RFC 3986, section 5.4",
        arguments: [
            ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"), ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"),
            ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
            ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"), ("g?y/../x", "http://a/b/c/g?y/../x"),
            (" g h\n", "http://a/b/c/g%20h"), ("\\x", "http://a/x"), ("ü", "http://a/b/c/%C3%BC"),
            ("HTTPS:\\\\B.example:443", "https://b.example/"), ("mailto:x@y", "mailto:x@y"),
        ])
    func resolve(reference: String, expected: String) throws {
        let base = try #require(WebURL("http://a/b/c/d;p?q"))
        #expect(base.resolving(reference)?.description == expected)
    }

    @Test("what has no host or no scheme is no address")
    func none() throws {
        #expect(WebURL("") == nil && WebURL("a/b") == nil && WebURL("http://") == nil)
        #expect(WebURL("data:text/plain,x")?.resolving("y") == nil)
        let base = try #require(WebURL("https://U@Host:8443/?q"))
        #expect(base.host == "host" && base.authority == "U@host:8443" && base.path == "/")
        #expect(base.resolving("//") == nil)
    }
}
