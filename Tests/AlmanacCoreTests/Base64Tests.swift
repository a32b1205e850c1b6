import AlmanacCore
import Testing

@Suite struct Base64Tests {
    @Test(
        "the specification's examples are read and written",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"), ("Zm9vYmE", "fooba"),
        ])
    func examples(_ text: String, _ expected: String) {
        #expect(Base64.decode(text).map { String(decoding: $0, as: UTF8.self) } == expected)
        let padded = text.count.isMultiple(of: 4) ? text : text + "="
        #expect(Base64.encode(Array(expected.utf8)) == padded)
    }

    @Test("what is no base 64 is refused", arguments: ["Zg=a", "Z", "Zh==", "Zm9v\nYg==", "Zm-_"])
    func faults(_ text: String) { #expect(Base64.decode(text) == nil) }
}
