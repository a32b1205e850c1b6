extension ReportScript {
    /// The charts of a page of a portfolio or a book.
    static let portfolioCharts = #"""
        // Longs are stacked above zero and shorts below it; a part may be either in turn.
        kinds.weights = (run, view) => {
          const data = pageData.portfolio.weights, at = timesOf(data), traces = [];
          const sides = [['long', value => Math.max(value, 0)], ['short', value =>
            Math.min(value, 0)]];
          for (const [side, cut] of sides) {
            data.names.forEach((name, part) => {
              const values = data.values[part].map(cut);
              const isEmpty = values.every(value => value === 0);
              if (isEmpty && (side === 'short' || data.values[part].some(value => value < 0))) {
                return;
              }
              const tone = palette[part % palette.length];
              traces.push(line(at, values, label(name), 'own', { stackgroup: side,
                legendgroup: name, showlegend: side === 'long' || !traces.some(
                  trace => trace.legendgroup === name),
                line: { width: 0.5, color: tone }, fillcolor: tone + 'b0',
                hovertemplate: '%{y:.1%}' }));
            });
          }
          return { linked: true, traces, layout: layout({ xaxis: timeAxis(view.range),
            yaxis: axis({ tickformat: '.0%', zeroline: true, rangemode: 'tozero' }) }) };
        };

        kinds.correlation = () => {
          const data = pageData.portfolio, names = data.names.map(label);
          return { traces: [{ type: 'heatmap', x: names, y: names, z: data.correlation,
            zmin: -1, zmax: 1, hoverongaps: false,
            colorscale: [[0, colour('down')], [0.5, colour('panel')], [1, colour('up')]],
            colorbar: { thickness: narrow.matches ? 8 : 14, outlinewidth: 0 },
            hovertemplate: '%{y} and %{x}: %{z:.2f}<extra></extra>' }],
          layout: layout({ hovermode: 'closest', ...withoutLegend(),
            xaxis: axis({ type: 'category', showgrid: false }),
            yaxis: axis({ type: 'category', showgrid: false, autorange: 'reversed' }) }) };
        };

        """#
}
