extension ReportScript {
    /// The price with entries and exits, as many candles and marks as the period in view can hold.
    static let priceChart = #"""
        const candleLimit = narrow.matches ? 150 : 400, markLimit = narrow.matches ? 80 : 250;

        // The candles of the period in view, joined until there are few enough.
        function candles(data, first, last) {
          const join = Math.max(1, Math.ceil((last - first) / candleLimit));
          const out = { at: [], open: [], high: [], low: [], close: [], bars: join * data.bars };
          for (let start = first - first % join; start < last; start += join) {
            let open = null, high = null, low = null, close = null;
            for (let k = start; k < Math.min(start + join, data.at.length); k++) {
              if (open === null) open = data.open[k];
              if (data.high[k] !== null && (high === null || data.high[k] > high)) {
                high = data.high[k];
              }
              if (data.low[k] !== null && (low === null || data.low[k] < low)) low = data.low[k];
              if (data.close[k] !== null) close = data.close[k];
            }
            out.at.push(data.at[start]);
            out.open.push(open); out.high.push(high); out.low.push(low); out.close.push(close);
          }
          return out;
        }

        function fills(run) {
          const trades = run.trades;
          if (trades.entryAt) return trades;
          const empty = trades.bars.length === 0;
          trades.entryAt = empty ? [] : times(trades.entry);
          trades.exitAt = empty ? [] : times(trades.exit);
          return trades;
        }

        // One set of marks: entries or exits, long or short, an even choice where there are many.
        function marks(run, view, name, short, exits, symbol, tone) {
          const trades = fills(run);
          const at = exits ? trades.exitAt : trades.entryAt;
          const prices = exits ? trades.exitPrice : trades.entryPrice;
          const chosen = [];
          for (let k = 0; k < at.length; k++) {
            if (trades.elsewhere?.[k]) continue;
            if (trades.short[k] !== short || exits && trades.reason[k] < 0) continue;
            if (view.range && (at[k] < view.range[0] || at[k] > view.range[1])) continue;
            chosen.push(k);
          }
          const step = Math.max(1, Math.ceil(chosen.length / markLimit));
          const shown = chosen.filter((_, place) => place % step === 0);
          return {
            type: 'scatter', mode: 'markers', name, x: shown.map(k => at[k]),
            y: shown.map(k => prices[k]),
            text: shown.map(k => exits
              ? 'Trade ' + (k + 1) + ', exit by ' + trades.reasons[trades.reason[k]] + ': '
                + percent(trades['return'][k])
              : 'Trade ' + (k + 1) + ', size ' + quantity(trades.size[k])),
            hovertemplate: name + ' at %{y:,.4~f}<br>%{x}<br>%{text}<extra></extra>',
            marker: { symbol, size: (narrow.matches ? 7 : 9) + (exits ? 0 : 3), color: colour(tone),
              line: { width: 1.5, color: exits ? colour(tone) : colour('back') } },
          };
        }

        kinds.price = (run, view) => {
          const data = run.price;
          timesOf(data);
          const [first, last] = visible(data.at, view.range);
          const trades = fills(run);
          const traces = [];
          let range, title = '';
          if (data.open) {
            const shown = candles(data, first, last);
            traces.push({ type: 'candlestick', name: 'Price', x: shown.at, open: shown.open,
              high: shown.high, low: shown.low, close: shown.close, showlegend: false,
              increasing: { line: { color: colour('up'), width: 1 },
                fillcolor: faded('up', 0.35) },
              decreasing: { line: { color: colour('down'), width: 1 },
                fillcolor: faded('down', 0.35) } });
            range = extent([shown.low, shown.high], 0, shown.at.length, view.logarithmic);
            title = shown.bars === 1 ? 'one candle is one bar'
              : 'one candle is ' + decimals(shown.bars, 0) + ' bars';
          } else {
            traces.push(line(data.at, data.close, 'Close', 'held',
              { hovertemplate: '%{y:,.4~f}' }));
            range = extent([data.close], first, last, view.logarithmic);
          }
          const shorts = trades.short.includes(1), longs = trades.short.includes(0);
          if (longs) {
            traces.push(marks(run, view, 'Long entry', 0, false, 'triangle-up', 'own'));
            traces.push(marks(run, view, 'Long exit', 0, true, 'triangle-down-open', 'own'));
          }
          if (shorts) {
            traces.push(marks(run, view, 'Short entry', 1, false, 'triangle-down', 'short'));
            traces.push(marks(run, view, 'Short exit', 1, true, 'triangle-up-open', 'short'));
          }
          return { linked: true, traces, layout: layout({
            hovermode: 'closest',
            xaxis: timeAxis(view.range || [data.at[0], data.at[data.at.length - 1]],
              { title: { text: title, font: { size: 11, color: colour('soft') } } }),
            yaxis: axis({ range, type: view.logarithmic ? 'log' : 'linear' }) }) };
        };

        """#
}
