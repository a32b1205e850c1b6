extension ReportScript {
    /// Layout, drawing and the period that the charts of a run share.
    static let charts = #"""
        // What the charts of one run share: the period in view and the scale of the equity.
        const views = pageData.compare ? [{ range: null, logarithmic: false, common: false }]
          : runs.map(run => ({ range: null, logarithmic: false,
            window: run.sheet.rolling.length - 1 }));

        function axis(extra) {
          return Object.assign({
            gridcolor: colour('grid'), linecolor: colour('line'), zerolinecolor: colour('line'),
            automargin: true, fixedrange: true, ticklen: 4, tickcolor: colour('line'),
          }, extra);
        }

        function timeAxis(range, extra) {
          const settings = { type: 'date', fixedrange: false, rangeslider: { visible: false } };
          if (range) settings.range = range; else settings.autorange = true;
          return axis(Object.assign(settings, extra));
        }

        function layout(extra) {
          return Object.assign({
            font: { family: getComputedStyle(document.body).fontFamily, size: 12,
              color: colour('text') },
            paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
            margin: { l: narrow.matches ? 44 : 60, r: 10, t: 10, b: 34 },
            hovermode: 'x unified', dragmode: coarse.matches ? false : 'zoom',
            modebar: { bgcolor: 'rgba(0,0,0,0)', color: colour('soft'),
              activecolor: colour('link') },
            legend: { orientation: 'h', x: 0, y: 1.01, yanchor: 'bottom' },
            hoverlabel: { bgcolor: colour('panel'), bordercolor: colour('line'),
              font: { color: colour('text') } },
          }, extra);
        }

        // Without a legend the buttons need the room above the chart.
        const withoutLegend = () => ({ showlegend: false,
          margin: { l: narrow.matches ? 44 : 60, r: 10, t: narrow.matches ? 10 : 34, b: 34 } });

        const config = {
          displaylogo: false, responsive: true,
          displayModeBar: coarse.matches || narrow.matches ? false : 'hover',
          doubleClick: false, scrollZoom: false,
          modeBarButtons: [['toImage', 'zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d',
            'resetScale2d']],
        };

        const line = (x, y, name, tone, extra) => Object.assign({
          type: 'scatter', mode: 'lines', x, y, name, line: { color: colour(tone), width: 1.6 },
        }, extra);

        // Colours and dashes that tell many lines apart.
        const palette = ['#4e79d6', '#d9772b', '#3c9d77', '#c25a98', '#8c7ae6', '#a08a2e',
          '#3aa3b8', '#c94f4f'];
        const dashes = ['solid', 'dash', 'dot', 'dashdot'];
        const strokes = at => ({ color: palette[at % palette.length], width: 1.5,
          dash: dashes[Math.floor(at / palette.length) % dashes.length] });

        // Points before, within and after the period, so that lines reach the edges.
        function visible(list, range) {
          if (!range) return [0, list.length];
          return [Math.max(0, indexAt(list, range[0]) - 1),
            Math.min(list.length, indexAt(list, range[1]) + 1)];
        }

        const kinds = {
          equity(run, view) {
            const data = run.equity, at = timesOf(data);
            const [first, last] = visible(at, view.range);
            return {
              linked: true,
              traces: [
                line(at, data.held, 'Buy and hold', 'held', { hovertemplate: '%{y:,.2f}',
                  line: { color: colour('held'), width: 1.4, dash: 'dot' } }),
                line(at, data.own, 'Strategy', 'own', { hovertemplate: '%{y:,.2f}' }),
                line(at, data.drawdown, 'Drawdown', 'fall', { yaxis: 'y2', fill: 'tozeroy',
                  fillcolor: faded('fall', 0.25), hovertemplate: '%{y:.2%}',
                  line: { color: colour('fall'), width: 1 } }),
              ],
              layout: layout({
                xaxis: timeAxis(view.range, { anchor: 'y2' }),
                yaxis: axis({ domain: [0.3, 1], type: view.logarithmic ? 'log' : 'linear',
                  range: extent([data.own, data.held], first, last, view.logarithmic),
                  tickformat: '~s', nticks: 8 }),
                yaxis2: axis({ domain: [0, 0.24], tickformat: '.0%', nticks: 4,
                  range: [(extent([data.drawdown], first, last) || [-1])[0], 0] }),
              }),
            };
          },

          returns(run) {
            const data = run.returns, width = data.width || 0.001;
            const middles = data.counts.map((_, at) => data.lowest + (at + 0.5) * width);
            const shapes = data.tail === null ? [] : [{ type: 'line', yref: 'paper', y0: 0, y1: 1,
              x0: data.tail, x1: data.tail,
              line: { color: colour('fall'), width: 1.5, dash: 'dash' } }];
            return {
              traces: [{ type: 'bar', x: middles, y: data.counts, width, name: 'Bars',
                marker: { color: middles.map(at => colour(at < 0 ? 'down' : 'up')) },
                hovertemplate: 'about %{x:.2%}: %{y} bars<extra></extra>' }],
              layout: layout({ hovermode: 'closest', bargap: 0, shapes, ...withoutLegend(),
                xaxis: axis({ tickformat: '.1%', zeroline: true }),
                yaxis: axis({ title: { text: 'Bars' } }) }),
            };
          },

          comparison() {
            return {
              traces: runs.map((run, at) => {
                const data = run.equity, x = timesOf(data);
                return line(x, data.own.map(value => value / run.cash), label(run.name), 'own', {
                  hovertemplate: '%{y:.3f}',
                  line: strokes(at) });
              }),
              layout: layout({ xaxis: timeAxis(null), yaxis: axis({}) }),
            };
          },
        };

        function show(chart, width) {
          const figure = kinds[chart.kind](runs[chart.run], views[chart.run]);
          chart.linked = figure.linked;
          if (width) Object.assign(figure.layout, { width, autosize: false });
          return Plotly.react(chart.element, figure.traces, figure.layout, config);
        }

        function redrawAll(width) { for (const chart of drawn) show(chart, width); }

        function setRange(run, range) {
          views[run].range = range;
          for (const chart of drawn) if (chart.run === run && chart.linked) show(chart);
        }

        function addChart(element) {
          const owner = element.closest('.run');
          const chart = { element, kind: element.dataset.chart,
            run: owner ? Number(owner.dataset.run) : 0 };
          drawn.push(chart);
          show(chart);
          element.on('plotly_relayout', change => {
            if (!chart.linked) return;
            if (change['xaxis.range[0]'] !== undefined) {
              setRange(chart.run, [milliseconds(change['xaxis.range[0]']),
                milliseconds(change['xaxis.range[1]'])]);
            } else if (change['xaxis.range']) {
              setRange(chart.run, change['xaxis.range'].map(milliseconds));
            } else if (change['xaxis.autorange']) {
              setRange(chart.run, null);
            }
          });
          element.on('plotly_doubleclick', () => { if (chart.linked) setRange(chart.run, null); });
        }

        // Buttons for the last years of a run, as far as it is longer, and for the scale.
        function addControls(article) {
          const run = Number(article.dataset.run);
          const at = timesOf(runs[run].equity);
          const year = 365.25 * 86400000, end = at[at.length - 1];
          const spans = [['All', null], ['10 years', 10 * year], ['5 years', 5 * year],
            ['1 year', year], ['3 months', year / 4], ['1 month', year / 12], ['1 day', 86400000]];
          const group = article.querySelector('.periods');
          for (const [name, span] of spans) {
            if (span && span >= end - at[0]) continue;
            if (span && span < (end - at[0]) / 400) continue;
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = name;
            button.addEventListener('click', () => setRange(run, span ? [end - span, end] : null));
            group.append(button);
          }
          const windows = [...article.querySelectorAll('[data-window]')];
          for (const button of windows) {
            button.addEventListener('click', () => {
              views[run].window = Number(button.dataset.window);
              for (const other of windows) {
                other.setAttribute('aria-pressed', String(other === button));
              }
              for (const chart of drawn) {
                if (chart.run === run && rollingKinds.includes(chart.kind)) show(chart);
              }
            });
          }
          const scale = article.querySelector('.log');
          scale.addEventListener('click', () => {
            const view = views[run];
            view.logarithmic = !view.logarithmic;
            scale.setAttribute('aria-pressed', String(view.logarithmic));
            for (const chart of drawn) {
              if (chart.run === run && chart.kind === 'equity') show(chart);
            }
          });
        }

        """#
}
