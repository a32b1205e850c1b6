extension ReportScript {
    /// The charts and controls of pages of sweeps and validations.
    static let studyCharts = #"""
        const figureFormat = study => study.fraction ? '.1%' : '.2~f';

        kinds.map = (run, view) => {
          const study = pageData.sweep, data = study.maps[view.map], format = figureFormat(study);
          if (data.up === null) {
            return { traces: [line(data.columns, data.cells[0], 'Median', 'own', {
              mode: 'lines+markers', hovertemplate: '%{y:' + format + '}' }),
            line(data.columns, data.peaks[0], 'Best', 'held', {
              hovertemplate: '%{y:' + format + '}', line: heldLine() })],
            layout: layout({ xaxis: axis({ title: { text: label(data.across) }, type: 'category' }),
              yaxis: axis({ title: { text: study.metric }, tickformat: format }) }) };
          }
          const values = data.cells.flat().filter(value => value !== null);
          const low = Math.min(...values), high = Math.max(...values);
          // Where the figure changes its sign, the change of colour is there.
          const middle = low < 0 && high > 0 ? 0 : (low + high) / 2;
          const ends = study.lowerIsBetter ? ['up', 'down'] : ['down', 'up'];
          return { traces: [{ type: 'heatmap', x: data.columns, y: data.lines, z: data.cells,
            customdata: data.peaks, zmid: middle, hoverongaps: false,
            colorscale: [[0, colour(ends[0])], [0.5, colour('panel')], [1, colour(ends[1])]],
            colorbar: { tickformat: format, thickness: narrow.matches ? 8 : 14, outlinewidth: 0 },
            hovertemplate: label(data.across) + ' %{x}, ' + label(data.up) + ' %{y}: %{z:' + format
              + '}, best %{customdata:' + format + '}<extra></extra>' }],
          layout: layout({ hovermode: 'closest', ...withoutLegend(),
            xaxis: axis({ title: { text: label(data.across) }, type: 'category', showgrid: false }),
            yaxis: axis({ title: { text: label(data.up) }, type: 'category',
              showgrid: false }) }) };
        };

        kinds.spread = () => {
          const study = pageData.sweep, width = study.width || 0.001;
          const format = figureFormat(study);
          return { traces: [{ type: 'bar', x: study.counts.map((_, at) =>
            study.lowest + (at + 0.5) * width), y: study.counts, width,
          marker: { color: colour('own') },
          hovertemplate: 'about %{x:' + format + '}: %{y} runs<extra></extra>' }],
          layout: layout({ hovermode: 'closest', bargap: 0, ...withoutLegend(),
            shapes: study.best === null ? [] : [{ type: 'line', yref: 'paper', y0: 0, y1: 1,
              x0: study.best, x1: study.best, line: { color: colour('fall'), width: 1.5,
                dash: 'dash' } }],
            xaxis: axis({ tickformat: format }), yaxis: axis({ title: { text: 'Runs' } }) }) };
        };

        kinds.outside = (run, view) => {
          const study = pageData.validation, paths = study.curves.length - 2;
          const traces = study.curves.map((curve, at) => line(timesOf(curve), curve.own, curve.name,
            'own', { hovertemplate: '%{y:.3~f}', line: at === 0 ? heldLine()
              : at === 1 ? { color: colour('up'), width: 1.4, dash: 'dash' }
                : paths > 1 ? { ...strokes(at - 2), width: 1.1 }
                  : { color: colour('own'), width: 1.8 } }));
          const range = study.curves.map(curve => {
            const [first, last] = visible(timesOf(curve), view.range);
            return extent([curve.own], first, last);
          }).filter(Boolean);
          return { linked: true, traces, layout: layout({ xaxis: timeAxis(view.range),
            shapes: study.parts.filter((_, at) => at % 2 === 1).map(part => ({ type: 'rect',
              yref: 'paper', y0: 0, y1: 1, x0: part[0], x1: part[1], layer: 'below',
              line: { width: 0 }, fillcolor: faded('soft', 0.1) })),
            yaxis: axis({ ticksuffix: '×', tickformat: '~g', range: [
              Math.min(...range.map(r => r[0])), Math.max(...range.map(r => r[1]))] }) }) };
        };

        kinds.scores = () => {
          const study = pageData.validation, names = study.train.map((_, at) => at + 1);
          const bars = (name, y, tone) => ({ type: 'bar', name, x: names, y,
            marker: { color: colour(tone) },
            hovertemplate: '%{y:' + figureFormat(study) + '}' });
          return { traces: [bars('Chosen on', study.train, 'held'),
            bars('Judged on', study.test, 'own')],
          layout: layout({ barmode: 'group', bargap: 0.25,
            xaxis: axis({ title: { text: 'Fold' }, tickformat: 'd',
              dtick: Math.ceil(names.length / 20) }),
            yaxis: axis({ title: { text: study.metric }, tickformat: figureFormat(study),
              zeroline: true }) }) };
        };

        kinds.splits = (run, view) => {
          const folds = pageData.validation.folds;
          const bars = (name, key, tone, share) => {
            const x = [], y = [], base = [];
            folds.forEach((fold, at) => fold[key].forEach(([from, to]) => {
              x.push(to - from); y.push(at + 1); base.push(from);
            }));
            return { type: 'bar', orientation: 'h', name, x, y, base,
              marker: { color: faded(tone, share) }, hoverinfo: 'skip' };
          };
          return { linked: true, traces: [bars('Chosen on', 'train', 'held', 0.35),
            bars('Judged on', 'test', 'own', 1)],
          layout: layout({ barmode: 'overlay', bargap: 0.3, hovermode: false,
            xaxis: timeAxis(view.range),
            yaxis: axis({ title: { text: 'Fold' }, autorange: 'reversed', tickformat: 'd',
              dtick: Math.ceil(folds.length / 12), zeroline: false }) }) };
        };

        function addStudyControls() {
          const buttons = [...document.querySelectorAll('[data-map]')];
          for (const button of buttons) {
            button.addEventListener('click', () => {
              views[0].map = Number(button.dataset.map);
              for (const other of buttons) {
                other.setAttribute('aria-pressed', String(other === button));
              }
              redrawAll();
            });
          }
        }

        """#
}
