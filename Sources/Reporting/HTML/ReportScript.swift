/// The page's own script: plain JavaScript that draws what the page holds and requests nothing.
///
/// Text from data reaches the document as text nodes and chart labels only, never as markup.
enum ReportScript {
    static let source =
        "(() => {\n'use strict';\n" + foundations + charts + sheetCharts + compareCharts
        + studyCharts + portfolioCharts + priceChart + trades + start + "})();\n"

    /// Data, colours, numbers and the state that the charts of a run share.
    private static let foundations = #"""
        const root = document.documentElement;
        const pageData = JSON.parse(document.getElementById('report-data').textContent);
        const runs = pageData.runs;
        const systemDark = matchMedia('(prefers-color-scheme: dark)');
        const coarse = matchMedia('(pointer: coarse)');
        const narrow = matchMedia('(max-width: 40rem)');
        const drawn = [];

        const isDark = () =>
          root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches;

        function colour(name) {
          return getComputedStyle(root).getPropertyValue('--' + name).trim();
        }

        function faded(name, share) {
          const hex = colour(name).slice(1);
          const parts = [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16));
          return 'rgba(' + parts.join(',') + ',' + share + ')';
        }

        // Times are a start, a step and whole numbers of steps between neighbours.
        function times(packed) {
          let now = packed.start;
          const list = [now];
          for (const delta of packed.delta) list.push(now += delta * packed.step);
          return list;
        }
        const timesOf = part => part.at || (part.at = times(part.time));

        const formats = new Map();
        function decimals(value, count) {
          if (value === null) return '';
          if (!formats.has(count)) {
            formats.set(count, new Intl.NumberFormat('en-US', {
              minimumFractionDigits: count, maximumFractionDigits: count }));
          }
          return formats.get(count).format(value);
        }
        const percent = value => value === null ? '' : decimals(value * 100, 2) + ' %';
        function price(value) {
          if (!value) return decimals(value, 2);
          const magnitude = Math.floor(Math.log10(Math.abs(value)));
          return decimals(value, Math.min(Math.max(2, 4 - magnitude), 10));
        }
        const quantities = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
        const quantity = value => value === null ? '' : quantities.format(value);
        function moment(ms, dates) {
          const text = new Date(ms).toISOString();
          return dates ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
        }

        // Chart labels read a little markup, so that names must not hold any.
        const label = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

        // Plotly's date texts are UTC without saying so.
        function milliseconds(value) {
          if (typeof value === 'number') return value;
          const text = String(value).replace(' ', 'T');
          return Date.parse(text.length > 10 ? text + 'Z' : text);
        }

        // The first index whose time is not before the moment.
        function indexAt(list, ms) {
          let low = 0, high = list.length;
          while (low < high) {
            const middle = (low + high) >> 1;
            if (list[middle] < ms) low = middle + 1; else high = middle;
          }
          return low;
        }

        // The lowest and highest of values between two indices, with a margin; null for none.
        function extent(lists, first, last, logarithmic) {
          let low = Infinity, high = -Infinity;
          for (const list of lists) {
            for (let at = first; at < last; at++) {
              const value = list[at];
              if (value === null || logarithmic && value <= 0) continue;
              if (value < low) low = value;
              if (value > high) high = value;
            }
          }
          if (low > high) return null;
          if (logarithmic) { low = Math.log10(low); high = Math.log10(high); }
          const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
          return [low - margin, high + margin];
        }

        """#

    /// Starting up: charts one by one, so that the page answers meanwhile, and the controls.
    private static let start = #"""
        function setTheme(dark) {
          root.dataset.theme = dark ? 'dark' : 'light';
          button.setAttribute('aria-pressed', String(dark));
          redrawAll();
        }
        const button = document.getElementById('theme');
        button.hidden = false;
        button.setAttribute('aria-pressed', String(isDark()));
        button.addEventListener('click', () => setTheme(!isDark()));
        systemDark.addEventListener('change', () => {
          if (root.dataset.theme) return;
          button.setAttribute('aria-pressed', String(isDark()));
          redrawAll();
        });

        document.addEventListener('keydown', event => {
          if (event.key === 'Escape') document.body.classList.add('quiet');
        });
        for (const kind of ['focusin', 'pointerover']) {
          document.addEventListener(kind, event => {
            if (event.target.matches('.term')) document.body.classList.remove('quiet');
          });
        }

        // Paper is white, whatever the screen is, and narrower than most windows.
        let themeBefore;
        addEventListener('beforeprint', () => {
          themeBefore = root.dataset.theme;
          root.dataset.theme = 'light';
          redrawAll(680);
        });
        addEventListener('afterprint', () => {
          if (themeBefore) root.dataset.theme = themeBefore; else delete root.dataset.theme;
          redrawAll();
        });

        document.querySelectorAll('.trades').forEach(element => {
          showTrades(element, runs[element.closest('.run').dataset.run]);
        });
        // Charts in closed details are drawn when those open.
        const queue = [...document.querySelectorAll('[data-chart]')].filter(
          element => !element.closest('details:not([open])'));
        document.querySelectorAll('details').forEach(details => {
          details.addEventListener('toggle', () => {
            if (!details.open) return;
            details.querySelectorAll('[data-chart]:not(.js-plotly-plot)').forEach(addChart);
          });
        });
        function drawNext() {
          const element = queue.shift();
          if (element) {
            addChart(element);
            setTimeout(drawNext, 0);
          } else {
            root.dataset.plots = String(drawn.length);
            root.dataset.ready = 'true';
          }
        }
        document.querySelectorAll('.run').forEach(addControls);
        addCompareControls();
        addStudyControls();
        setTimeout(drawNext, 0);

        """#
}
