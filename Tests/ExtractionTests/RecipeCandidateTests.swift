import AlmanacCore
import Extraction
import TestSupport
import Testing

@Suite struct RecipeCandidateTests {
    /// A page with a menu, tables of two kinds of rows, headings, and lists inside each other.
    private func page(_ seed: UInt64) throws -> SourcePage {
        var generator = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        func cell() -> String {
            let value = number(0...99)
            switch number(0...5) {
            case 0: return "<a href='/op/\(value).pdf'>Smith \(value) v. State</a>"
            case 1: return "\(number(1...12))/\(number(1...28))/2026"
            case 2: return "No. 26-1\(value)"
            case 3: return "<b>Filed:</b> May \(number(1...28)), 2026"
            case 4: return "<span class=judge>Ann Lee</span>"
            default: return "In re Matter of <i>Jones</i>"
            }
        }
        var html = "<html lang=en-US><body><ul class=menu>"
        for item in 0...number(2...60) { html += "<li><a href='/m/\(item)'>Menu</a></li>" }
        html += "</ul>"
        for _ in 0...number(0...2) {
            html += "<h2>May \(number(1...28)), 2026</h2><table>"
            let count = number(1...5)
            let texts = (0..<count).map { _ in cell() }
            for row in 0..<number(1...50) {
                html += "<tr class=\(row % 2 == 0 ? "even" : "odd")>"
                for column in 0..<count {
                    html += "<td>\(number(0...9) == 0 ? cell() : texts[column])</td>"
                }
                html += "</tr>"
            }
            html += "</table><p>Page \(number(1...9))</p>"
        }
        return SourcePage(try Document(html: html + "</body></html>"))
    }

    @Test(
        "the one recipe that is built is the first of all, whose sets are looked at one and all",
        arguments: UInt64(1)...40)
    func first(seed: UInt64) throws {
        let page = try page(seed)
        let wanted = try WantedField.list(
            "case_name, date_filed: date, docket_number, judge, url: url")
        let builder = RecipeBuilder(wanted, expects: .many)
        let one = try builder.candidates(on: page, limit: 1).first
        let all = try builder.candidates(on: page, limit: 40).first
        #expect(one?.built.json.text() == all?.built.json.text())
    }
}
