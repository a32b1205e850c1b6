import AlmanacCore
import Testing

@Suite struct JSONTests {
    @Test(
        "text reads back as the same value",
        arguments: [
            #"{"a":[1,2.5,-3e-7,null,true],"b":{"c":"\u0001 \" ü 😀"},"d":""}"#, "[]", "{}", "-0.5",
        ])
    func roundTrip(text: String) throws {
        let value = try JSON.parse(text)
        #expect(try JSON.parse(value.text()) == value)
        #expect(try JSON.parse(value.text(pretty: true)) == value)
    }

    @Test(
        "what is no JSON is refused with its place",
        arguments: [
            "", "[1,]", "{\"a\":1,\"a\":2}", "01", "1.", "\"\\ud800\"", "[1] 2", "nul", "{'a':1}",
            "1e999",
            String(repeating: "[", count: 100),
        ])
    func refusal(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(text) }
    }

    @Test("SHA-256 agrees with the published example")
    func digest() {
        let digest = SHA256()
        "abc".utf8.withContiguousStorageIfAvailable { digest.update(UnsafeRawBufferPointer($0)) }
        #expect(
            digest.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
