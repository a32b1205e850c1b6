extension ReportScript {
    /// The charts and controls of a page of saved runs.
    static let compareCharts = #"""
        // Each curve's values over that at the first moment which all of them have reached.
        function rebased(curves, view) {
          if (!view.common) return curves.map(curve => curve.own);
          const start = Math.max(...curves.map(curve => curve.at[0]));
          return curves.map(curve => {
            const first = indexAt(curve.at, start), base = curve.own[first];
            return curve.own.map((value, at) => at < first || !base ? null : value / base);
          });
        }

        // The lowest and highest of several curves with times of their own.
        function extentOf(curves, lists, view, logarithmic) {
          const shown = lists.map((list, at) => {
            const [first, last] = visible(curves[at].at, view.range);
            return list.slice(first, last);
          });
          const longest = Math.max(0, ...shown.map(list => list.length));
          return extent(shown.map(list => list.concat(Array(longest - list.length).fill(null))),
            0, longest, logarithmic);
        }

        function compareFigure(lists, view, settings, format) {
          const curves = pageData.compare.curves;
          const traces = curves.map((curve, at) => line(curve.at, lists[at], label(curve.name),
            'own', { hovertemplate: '%{y:' + format + '}', line: strokes(at) }));
          return { linked: true, traces,
          layout: layout({ xaxis: timeAxis(view.range), yaxis: axis(settings) }) };
        }

        kinds.overlay = (run, view) => {
          const curves = pageData.compare.curves, lists = rebased(curves, view);
          const range = extentOf(curves, lists, view, view.logarithmic);
          return compareFigure(lists, view, view.logarithmic ? growthAxis(range)
            : { range, ticksuffix: '×', tickformat: '~g' }, '.3~f');
        };

        kinds.falls = (run, view) => {
          const curves = pageData.compare.curves, lists = curves.map(curve => curve.drawdown);
          const low = extentOf(curves, lists, view, false) || [-1];
          const figure = compareFigure(lists, view, { tickformat: '.0%', range: [low[0], 0] },
            '.2%');
          Object.assign(figure.layout, withoutLegend());
          return figure;
        };

        function addCompareControls() {
          const buttons = [['.common', 'common'], ['.compare-log', 'logarithmic']];
          for (const [selector, key] of buttons) {
            const button = document.querySelector(selector);
            if (!button) continue;
            button.addEventListener('click', () => {
              views[0][key] = !views[0][key];
              button.setAttribute('aria-pressed', String(views[0][key]));
              redrawAll();
            });
          }
        }

        """#
}
