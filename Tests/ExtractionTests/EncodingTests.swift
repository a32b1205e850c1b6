import Extraction
import Testing

/// How a page's bytes become text.
@Suite struct EncodingTests {
    private func title(_ bytes: [UInt8], _ contentType: String? = nil) throws -> String {
        let page = try Document(html: bytes, contentType: contentType)
        return page.visibleText(of: page.root)
    }

    @Test("header, mark, declaration and content say how, in the standard's order")
    func order() throws {
        let latin: [UInt8] = [0x63, 0x61, 0x66, 0xE9]
        #expect(try title(latin) == "café")
        #expect(try title(latin, "text/html; charset=ISO-8859-1") == "café")
        #expect(try title(latin, "text/html; charset=\"koi8-r\"") == "cafИ")
        #expect(try title(Array("<meta charset=koi8-r>".utf8) + latin) == "cafИ")
        #expect(
            try title(Array("<meta charset=koi8-r>".utf8) + latin, "text/html;charset=latin1")
                == "café")
        #expect(try title([0xEF, 0xBB, 0xBF] + Array("é".utf8), "text/html;charset=latin1") == "é")
        #expect(try title([0xFF, 0xFE, 0x61, 0, 0xE9, 0]) == "aé")
        #expect(try title(Array("日本".utf8)) == "日本")
        #expect(try title(Array("<?xml version='1.0' encoding='koi8-r'?>".utf8) + latin) == "cafИ")
        #expect(try title(Array("<meta charset=gb2312>日本語".utf8)) == "日本語")
        #expect(try title([0x61, 0xFF, 0x62], "text/html; charset=utf-8") == "a\u{FFFD}b")
    }

    @Test("encodings without a declaration are known by their text")
    func sniffed() throws {
        let samples: [(String, [UInt8])] = [
            (
                "Shift_JIS",
                [
                    0x82, 0xB1, 0x82, 0xF1, 0x82, 0xC9, 0x82, 0xBF, 0x82, 0xCD, 0x82, 0xB1, 0x82,
                    0xF1, 0x82, 0xB1, 0x82, 0xF1,
                ]
            ),
            (
                "windows-1251",
                Array(repeating: [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20], count: 8).flatMap {
                    $0
                }
            ),
        ]
        for (name, bytes) in samples {
            #expect(DetectedEncoding(of: bytes).encoding.name.lowercased() == name.lowercased())
        }
        #expect(DetectedEncoding(of: [0x61, 0xE9, 0x62]).evidence == .assumption)
        #expect(CharacterEncoding(label: "latin1") == .windows1252)
        #expect(CharacterEncoding(label: "no such") == nil)
    }
}
