extension ReportScript {
    /// The charts of the tear sheet.
    static let sheetCharts = #"""
        const rollingKinds = ['sharpe', 'sortino', 'volatility', 'beta'];
        const heldLine = () => ({ color: colour('held'), width: 1.4, dash: 'dot' });
        const across = (y, extra) => Object.assign({ type: 'line', xref: 'paper', x0: 0, x1: 1,
          y0: y, y1: y, line: { color: colour('soft'), width: 1.2, dash: 'dash' } }, extra);

        // One figure over a rolling window, the benchmark's beside it where it has one.
        function rolling(key, format, extra) {
          return (run, view) => {
            const data = run.sheet.rolling[view.window], at = timesOf(data);
            const [first, last] = visible(at, view.range);
            const held = data['held' + key[0].toUpperCase() + key.slice(1)];
            const traces = held ? [line(at, held, 'Buy and hold', 'held', {
              hovertemplate: '%{y:' + format + '}', line: heldLine() })] : [];
            traces.push(line(at, data[key], 'Strategy', 'own', {
              hovertemplate: '%{y:' + format + '}' }));
            return { linked: true, traces, layout: layout({ xaxis: timeAxis(view.range),
              ...(traces.length > 1 ? {} : withoutLegend()),
              yaxis: axis({ range: extent(held ? [data[key], held] : [data[key]], first, last),
                tickformat: extra && extra.tickformat, zeroline: true }) }) };
          };
        }
        kinds.sharpe = rolling('sharpe', '.2f');
        kinds.sortino = rolling('sortino', '.2f');
        kinds.volatility = rolling('volatility', '.2%', { tickformat: '.0%' });
        kinds.beta = rolling('beta', '.2f');

        kinds.growth = (run, view) => {
          const data = run.equity, at = timesOf(data);
          const own = data.own.map(value => value / run.cash);
          const held = data.held.map(value => value / run.cash);
          const [first, last] = visible(at, view.range);
          return { linked: true, traces: [
            line(at, held, 'Buy and hold', 'held',
              { hovertemplate: '%{y:.3~f}', line: heldLine() }),
            line(at, own, 'Strategy', 'own', { hovertemplate: '%{y:.3~f}' }),
          ], layout: layout({ xaxis: timeAxis(view.range),
            yaxis: axis(growthAxis(extent([own, held], first, last, true))) }) };
        };

        // A logarithmic axis of multiples with a label at enough round values of its range.
        function growthAxis(range) {
          if (!range) return { type: 'log' };
          const span = range[1] - range[0];
          const parts = span > 3 ? [1] : span > 1.2 ? [1, 2, 5] : span > 0.5
            ? [1, 1.5, 2, 3, 4, 5, 7] : [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9];
          const values = [];
          for (let power = Math.floor(range[0]); power <= range[1]; power++) {
            for (const part of parts) {
              const value = part * 10 ** power, place = Math.log10(value);
              if (place >= range[0] && place <= range[1]) values.push(value);
            }
          }
          return { type: 'log', range, tickvals: values,
            ticktext: values.map(value => quantity(value) + '×') };
        }

        kinds.matched = (run, view) => {
          const at = timesOf(run.equity), own = run.sheet.matched;
          const held = run.equity.held.map(value => value / run.cash);
          const [first, last] = visible(at, view.range);
          return { linked: true, traces: [
            line(at, held, 'Buy and hold', 'held',
              { hovertemplate: '%{y:.3~f}', line: heldLine() }),
            line(at, own, 'Strategy at equal volatility', 'own', { hovertemplate: '%{y:.3~f}' }),
          ], layout: layout({ xaxis: timeAxis(view.range),
            yaxis: axis({ range: extent([own, held], first, last), ticksuffix: '×',
              tickformat: '~g' }) }) };
        };

        kinds.years = run => {
          const data = run.sheet.years, own = data.own.filter(value => value !== null);
          const mean = own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length);
          const bars = (name, values, tone) => ({ type: 'bar', name, x: data.year, y: values,
            marker: { color: colour(tone) }, hovertemplate: '%{y:.2%}' });
          return { traces: [bars('Strategy', data.own, 'own'),
            bars('Buy and hold', data.held, 'held')],
          layout: layout({ barmode: 'group', bargap: 0.25, shapes: [across(mean)],
            xaxis: axis({ type: 'linear', dtick: narrow.matches ? undefined : yearStep(data.year),
              tickformat: 'd', automargin: true }),
            yaxis: axis({ tickformat: '.0%', zeroline: true }) }) };
        };
        const yearStep = years => Math.ceil(years.length / 20);

        kinds.months = run => {
          const data = run.sheet.months, width = data.width || 0.001;
          const middles = data.own.map((_, at) => data.lowest + (at + 0.5) * width);
          const bars = (name, y, tone) => ({ type: 'bar', name, x: middles, y,
            marker: { color: colour(tone) },
            hovertemplate: 'about %{x:.1%}: %{y} months' });
          return { traces: [bars('Strategy', data.own, 'own'),
            bars('Buy and hold', data.held, 'held')],
          layout: layout({ hovermode: 'closest', barmode: 'group', bargap: 0.15,
            shapes: [{ type: 'line', yref: 'paper', y0: 0, y1: 1, x0: data.mean, x1: data.mean,
              line: { color: colour('own'), width: 1.5, dash: 'dash' } }],
            xaxis: axis({ tickformat: '.0%', zeroline: true }),
            yaxis: axis({ title: { text: 'Months' } }) }) };
        };

        const periodNames = { day: 'Days', week: 'Weeks', month: 'Months', quarter: 'Quarters',
          year: 'Years' };
        kinds.boxes = run => {
          const boxes = run.sheet.boxes;
          const tones = ['own', 'up', 'short', 'down', 'held'];
          const traces = boxes.map((box, at) => ({ type: 'box', name: periodNames[box.period],
            x: [periodNames[box.period]], q1: [box.box[0]], median: [box.box[1]], q3: [box.box[2]],
            lowerfence: [box.whiskers[0]], upperfence: [box.whiskers[1]], mean: [box.mean],
            boxmean: true, showlegend: false, line: { color: colour(tones[at]), width: 1.5 },
            fillcolor: faded(tones[at], 0.2), hoverinfo: 'y', yhoverformat: '.2%' }));
          boxes.forEach((box, at) => traces.push({ type: 'scatter', mode: 'markers',
            x: box.outliers.map(() => periodNames[box.period]), y: box.outliers,
            showlegend: false, marker: { size: 4, color: faded(tones[at], 0.6) },
            hovertemplate: '%{y:.2%}<extra></extra>' }));
          return { traces, layout: layout({ hovermode: 'closest', ...withoutLegend(),
            xaxis: axis({ type: 'category' }),
            yaxis: axis({ tickformat: '.0%', zeroline: true }) }) };
        };

        kinds.days = (run, view) => {
          const data = run.sheet.days, at = timesOf(data);
          const [first, last] = visible(at, view.range);
          return { linked: true, traces: [line(at, data.own, 'Day', 'own', {
            hovertemplate: '%{y:.2%}', line: { color: colour('own'), width: 0.8 } })],
          layout: layout({ xaxis: timeAxis(view.range), ...withoutLegend(),
            yaxis: axis({ tickformat: '.1~%', zeroline: true,
              range: extent([data.own], first, last) }) }) };
        };

        kinds.pairs = run => {
          const data = run.sheet.pairs, traces = [{ type: 'scatter', mode: 'markers', name: 'Days',
            x: data.held, y: data.own, marker: { size: 4, color: faded('own', 0.45) },
            hovertemplate: 'benchmark %{x:.2%}, strategy %{y:.2%}<extra></extra>' }];
          const range = extent([data.held], 0, data.held.length);
          if (data.slope !== null && range) {
            traces.push(line(range, range.map(x => data.level + data.slope * x), 'Regression',
              'fall', { hoverinfo: 'skip' }));
          }
          return { traces, layout: layout({ hovermode: 'closest',
            xaxis: axis({ title: { text: 'Buy and hold' }, tickformat: '.1~%', range,
              zeroline: true }),
            yaxis: axis({ title: { text: 'Strategy' }, tickformat: '.1~%', zeroline: true }) }) };
        };

        kinds.periods = (run, view) => {
          const data = run.equity, at = timesOf(data), falls = run.sheet.falls.bands;
          const [first, last] = visible(at, view.range);
          const inView = falls.map((band, place) => ({ ...band, place })).filter(
            band => band.to >= at[first] && band.from <= at[Math.max(0, last - 1)]);
          return { linked: true, traces: [line(at, data.own, 'Strategy', 'own', {
            hovertemplate: '%{y:,.2f}' })],
          layout: layout({ xaxis: timeAxis(view.range), ...withoutLegend(),
            shapes: inView.map(band => ({ type: 'rect', yref: 'paper', y0: 0, y1: 1,
              x0: band.from, x1: band.to, layer: 'below', line: { width: 0 },
              fillcolor: faded('fall', 0.2) })),
            annotations: inView.map(band => ({ yref: 'paper', y: 1, yanchor: 'top',
              x: (Math.max(band.from, at[first]) + Math.min(band.to, at[last - 1])) / 2,
              text: String(band.place + 1), showarrow: false,
              font: { color: colour('fall'), size: 13 } })),
            yaxis: axis({ type: view.logarithmic ? 'log' : 'linear', tickformat: '~s', nticks: 8,
              range: extent([data.own], first, last, view.logarithmic) }) }) };
        };

        kinds.underwater = (run, view) => {
          const data = run.equity, at = timesOf(data), held = run.sheet.heldFall;
          const [first, last] = visible(at, view.range);
          const low = extent([data.drawdown, held], first, last) || [-1];
          return { linked: true, traces: [
            line(at, data.drawdown, 'Strategy', 'fall', { fill: 'tozeroy',
              fillcolor: faded('fall', 0.25), hovertemplate: '%{y:.2%}',
              line: { color: colour('fall'), width: 1 } }),
            line(at, held, 'Buy and hold', 'held', { hovertemplate: '%{y:.2%}',
              line: heldLine() }),
          ], layout: layout({ xaxis: timeAxis(view.range),
            shapes: [across(run.sheet.falls.mean)],
            yaxis: axis({ tickformat: '.0%', range: [low[0], 0] }) }) };
        };

        """#
}
