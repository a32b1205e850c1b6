import SignalProcessing
import Testing

@Suite("Sentiment")
struct SentimentTests {
    private func score(_ text: String) -> Double {
        SentimentReader().sentiment(of: tokens(of: folded(text))).score
    }

    @Test(
        "what traders say has the sign that they mean",
        arguments: [
            ("$TSLA breaking out, long here", 1.0),
            ("Shorting $TSLA, this is a dead cat bounce", -1),
            ("not bullish on this one", -1), ("no reason to sell", 1), ("don't buy this", -1),
            ("losses narrowed in the third quarter", 1), ("costs rose again", -1),
            ("debt reduced", 1), ("to the moon 🚀🚀🚀", 1), ("📉📉", -1), ("$AAPL +3.2%", 1),
            ("$AAPL -3.2%", -1), ("Q3 beats estimates, raises guidance", 1),
            ("analyst cuts price target", -1), ("short squeeze coming", 1),
            ("ＢＵＬＬＩＳＨ", 1), ("𝗯𝘂𝗹𝗹𝗶𝘀𝗵", 1), ("holders got rug pulled :(", -1),
            ("great product but the stock is overvalued", -1),
        ])
    func signs(text: String, sign: Double) {
        #expect(score(text) * sign > 0, "\(text): \(score(text))")
    }

    @Test(
        "what says nothing has no score",
        arguments: [
            "", "   ", "the company meets on Tuesday", "https://example.com/short-sell",
            "short term", "earnings call at 5", "🏛", "???",
        ])
    func silence(text: String) {
        #expect(SentimentReader().sentiment(of: tokens(of: folded(text))) == .none)
    }

    @Test("degrees, questions and hedges change how much is said, not which way")
    func degrees() {
        #expect(score("very strong quarter") > score("strong quarter"))
        #expect(score("slightly weak quarter") > score("weak quarter"))
        #expect(score("is it a buy?") < score("it is a buy"))
        #expect(score("could rally") < score("will rally"))
        #expect(score("is it a buy?") > 0)
    }

    @Test("more evidence one way is surer, evidence both ways less sure")
    func confidence() {
        func sure(_ text: String) -> Double {
            SentimentReader().sentiment(of: tokens(of: folded(text))).confidence
        }
        #expect(sure("bullish breakout, strong volume, buying") > sure("buying"))
        #expect(sure("bullish or bearish") < sure("bullish"))
        for text in ["bullish", "bearish crash", "meh", "buy sell"] {
            #expect((0...1).contains(sure(text)))
        }
    }
}
