import AlmanacCore
import Backtesting
import TimeSeries

extension RunPage {
    /// An element that the page's script draws a chart in; the description stands in for it.
    static func chart(
        _ kind: String, size: String = "", description: String, caption: String
    ) -> HTML {
        """
        <figure>
        <div class="chart \(size)" data-chart="\(kind)" role="img"
        aria-label="\(description)"></div>
        <figcaption>\(HTML.sentence(caption))</figcaption>
        </figure>

        """
    }

    /// The buttons for the period in view and the scale.
    static let equityControls: HTML = """
        <div class="controls">
        <div role="group" aria-label="Period that the charts show" class="periods"></div>
        <button type="button" class="log" aria-pressed="false">Logarithmic scale</button>
        </div>

        """

    var equityChart: HTML {
        let fall = run.metrics.drawdowns.first.map { drawdown in
            " The deepest fall was \(NumberText.percent(drawdown.depth)), from "
                + "\(time(drawdown.peakBar)) to \(time(drawdown.troughBar))."
        }
        let caption =
            "Cash and position at each close, and how far it lies below its highest value so far. "
            + "The benchmark buys \(wording.symbol) with all cash at the start, at the same costs, "
            + "and holds it." + (fall ?? "")
            + (data.curve.isComplete
                ? ""
                : " Of \(NumberText.whole(run.count)) bars, the "
                    + "\(NumberText.whole(data.curve.bars.count)) at the lowest and highest points "
                    + "of equal shares of the run are drawn.")
        return Self.equityControls
            + Self.chart(
                "equity", size: "tall",
                description: "Line chart of the equity of \(wording.title) beside buying and "
                    + "holding, with the drawdown below. \(wording.outcome)", caption: caption)
    }

    var priceChart: HTML {
        let shape =
            data.hasCandles
            ? "Candles stand for as many bars as the period in view needs; drag over a part to see "
                + "single bars."
            : "The data has no opens, highs and lows, so the chart shows closes."
        let count = run.simulation.trades.count
        return Self.chart(
            "price", size: "tall",
            description: "Chart of the price of \(wording.symbol) with the entries and exits of "
                + "\(NumberText.count(count, "trade")).",
            caption: "\(shape) Entries point the way of the position: up for long, down for short; "
                + "exits are hollow. Where trades are dense, an even choice of them is marked.")
    }

    var returnsChart: HTML {
        let (changed, unchanged) = data.returnCounts
        guard changed > 0 else { return "<p>The equity never changed.</p>\n" }
        var caption =
            "Returns of \(NumberText.count(changed, "bar")) on which the equity changed"
        caption +=
            unchanged > 0
            ? "; on \(NumberText.count(unchanged, "other")) it did not." : "."
        if let risk = run.metrics.value(.valueAtRisk95) {
            caption +=
                " The dashed line is the 5\u{A0}% quantile of all bars, "
                + "\(NumberText.percent(risk == 0 ? 0 : -risk))."
        }
        return Self.chart(
            "returns",
            description: "Histogram of the returns of bars. "
                + "Best day \(figure(.bestDay)), worst day \(figure(.worstDay)), "
                + "skew \(figure(.skew)), excess kurtosis \(figure(.kurtosis)).",
            caption: caption)
    }

    /// The time of a bar as the run's other times are written.
    func time(_ bar: Int) -> String { wording.time(bar) }
}

extension HTML {
    static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }
}
