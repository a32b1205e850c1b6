import AlmanacCore
import SignalProcessing
import TestSupport
import Testing

@Suite("Sentiment on scored posts", .requiresSharedData)
struct FiQATests {
    @Test("scores rank as people's scores do")
    func rankCorrelation() throws {
        let text = try SharedData.text("data/text/fiqa_task1_posts/task1_post_ABSA_train.json")
        let posts = try #require(try JSON.parse(text).objectValue)
        var (ours, theirs): ([Double], [Double]) = ([], [])
        let reader = SentimentReader()
        for (_, post) in posts.members {
            let sentence = try #require(post["sentence"]?.stringValue)
            let info = try #require(post["info"]?.arrayValue?.first)
            theirs.append(try #require(Double(info["sentiment_score"]?.stringValue ?? "")))
            ours.append(reader.sentiment(of: tokens(of: folded(sentence))).score)
        }
        #expect(ours.count == 675)
        let correlation = spearman(ours, theirs)
        #expect(correlation > 0.4)
    }

    private func spearman(_ a: [Double], _ b: [Double]) -> Double {
        let (x, y) = (ranks(a), ranks(b))
        let n = Double(x.count)
        let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for (u, v) in zip(x, y) {
            xy += (u - meanX) * (v - meanY)
            xx += (u - meanX) * (u - meanX)
            yy += (v - meanY) * (v - meanY)
        }
        return xy / (xx * yy).squareRoot()
    }

    private func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for index in start..<end { ranks[order[index]] = Double(start + end - 1) / 2 }
            start = end
        }
        return ranks
    }
}
