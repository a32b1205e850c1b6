import AlmanacCore
import Networking
import Testing

/// Robots.txt by RFC 9309.
@Suite struct RobotsTests {
    static func rules(_ text: String) -> RobotsRules {
        RobotsRules(Array(text.utf8), product: "almanac")
    }

    static let example = """
        # comment before anything
        Disallow: /nobody
        User-agent: foobot
        Disallow: /foo
        User-Agent: Almanac/2.0
        User-agent: other
        Allow: /example/page.html   # with a comment
        Allow: /*/open
        Disallow: /example/
        Disallow: /*.gif$
        Disallow: /caf%C3%A9
        Crawl-delay: 2.5

        User-agent: *
        Disallow: /
        Sitemap: https://a.example/map.xml
        user-agent: ALMANAC
        Disallow: /second
        """

    @Test(
        "the longest rule of the program's own groups decides",
        arguments: [
            ("/", true), ("/example/page.html", true), ("/example/page2.html", false),
            ("/example", true), ("/example/open", false), ("/a/open", true),
            ("/x.gif", false), ("/x.gif?y", true), ("/café", false), ("/caf%c3%a9/x", false),
            ("/second/x", false), ("/foo", true), ("/nobody", true), ("/robots.txt", true),
        ])
    func decides(_ path: String, _ expected: Bool) {
        #expect(Self.rules(Self.example).allows(path) == expected)
    }

    @Test("delay and site maps are read")
    func extensions() {
        let rules = Self.rules(Self.example)
        #expect(rules.crawlDelay == 2.5)
        #expect(rules.sitemaps == ["https://a.example/map.xml"])
    }

    @Test(
        "files as sites really write them",
        arguments: [
            ("", "/a", true), ("nonsense\n\0\u{FFFD}", "/a", true),
            ("User-agent: *\nDisallow:", "/a", true), ("User-agent: *\nDisallow: /", "/a", false),
            ("\u{FEFF}User-agent: *\r\nDisallow: /a\r\n", "/a/b", false),
            ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true),
            ("User-agent: *\nUnknown: x\nUser-agent: almanac\nDisallow: /a", "/a", false),
            ("User-agent: almanac\n\nUser-agent: *\nDisallow: /a", "/a", false),
            (
                "User-agent: almanac\nUser-agent: *\nDisallow: /\nUser-agent: almanac\nAllow: /",
                "/", true
            ),
            ("User-agent: almanacs\nDisallow: /", "/a", true),
            ("User-agent: *\nDisallow: /*a*b*c$", "/xaxbxc", false),
            ("User-agent: *\nDisallow: /*a*b*c$", "/xaxbxcd", true),
            ("User-agent: *\nDisallow: *x", "/yx", false),
            ("User-agent: *\nDisallow: x", "/x", true),
        ])
    func files(_ text: String, _ path: String, _ expected: Bool) {
        #expect(Self.rules(text).allows(path) == expected)
    }

    @Test("a hostile pattern takes no more than its length times the path's")
    func hostile() {
        let pattern = String(repeating: "*a", count: 2_000)
        let path = "/" + String(repeating: "a", count: 1_999)
        #expect(Self.rules("User-agent: *\nDisallow: /\(pattern)").allows(path))
    }

    @Test("matching agrees with trying every split, over random patterns")
    func model() {
        var random = SeededGenerator(seed: 11)
        func naive(_ pattern: Substring, _ path: Substring) -> Bool {
            guard let first = pattern.first else { return true }
            if pattern == "$" { return path.isEmpty }
            if first == "*" {
                return path.indices.contains { naive(pattern.dropFirst(), path[$0...]) }
                    || naive(pattern.dropFirst(), "")
            }
            return path.first == first && naive(pattern.dropFirst(), path.dropFirst())
        }
        func word(_ letters: [Character], _ count: Int) -> String {
            String((0..<count).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
        }
        for _ in 0..<3_000 {
            let pattern =
                "/" + word(["a", "b", "*"], Int(random.next() % 7))
                + (random.next() % 3 == 0 ? "$" : "")
            let path = "/" + word(["a", "b"], Int(random.next() % 8))
            let allowed = Self.rules("User-agent: *\nDisallow: \(pattern)").allows(path)
            #expect(allowed == !naive(pattern[...], path[...]), "\(pattern) on \(path)")
        }
    }
}
