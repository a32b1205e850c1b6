import Agents
import AlmanacCore
import TestSupport
import Testing

@Suite(.serialized) struct SentenceReaderTests {
    static let header = "# Sentences and what is read of them; record again with ALMANAC_RECORD=1."

    private func compare(_ name: String, atLeast count: Int) {
        var rows = GoldenSentences.rows(name)
        #expect(rows.count >= count)
        if GoldenSentences.isRecording {
            for index in rows.indices {
                rows[index].recorded = GoldenSentences.report(rows[index].sentence)
            }
            GoldenSentences.record(name, rows, header: Self.header)
            return
        }
        for row in rows {
            #expect(GoldenSentences.report(row.sentence) == row.recorded, "\(row.sentence)")
        }
    }

    @Test("each sentence gives the recorded symbols, words, parameters and code")
    func goldenSentences() {
        compare("sentences.txt", atLeast: 80)
        for row in GoldenSentences.rows("sentences.txt") {
            #expect(!row.recorded.hasPrefix("refused"), "\(row.sentence)")
        }
    }

    @Test("each refusal names its words and gives the recorded example")
    func goldenRefusals() {
        compare("refusals.txt", atLeast: 30)
        for row in GoldenSentences.rows("refusals.txt") {
            #expect(row.recorded.hasPrefix("refused"), "\(row.sentence)")
        }
    }

    @Test("what was understood reads back as the same strategy")
    func roundTrip() throws {
        for row in GoldenSentences.rows("sentences.txt") {
            let reading = try GoldenSentences.reader.read(row.sentence)
            do {
                let again = try GoldenSentences.reader.read(reading.understood)
                #expect(again.definition["code"] == reading.definition["code"], "\(row.sentence)")
                #expect(
                    again.definition["param_schema"] == reading.definition["param_schema"],
                    "\(row.sentence)")
                #expect(again.symbols == reading.symbols, "\(row.sentence)")
                #expect(again.period == reading.period, "\(row.sentence)")
                #expect(again.understood == reading.understood, "\(row.sentence)")
                #expect(again.cash == reading.cash && again.fees == reading.fees)
            } catch {
                Issue.record("\(reading.understood): \(error.message)")
            }
        }
    }

    @Test("the example of each refusal can be read")
    func examplesRead() throws {
        for row in GoldenSentences.rows("refusals.txt") {
            do {
                _ = try GoldenSentences.reader.read(row.sentence)
            } catch {
                guard let example = error.details["example"]?.stringValue else { continue }
                do {
                    _ = try GoldenSentences.reader.read(example)
                } catch { Issue.record("\(example): \(error.message)") }
            }
        }
    }
}
