extension ReportScript {
    /// The table of trades: sorted by a heading's button, one page of rows at a time.
    static let trades = #"""
        function showTrades(element, run) {
          const trades = fills(run), count = trades.bars.length;
          const index = runs.indexOf(run);
          const columns = {
            number: { sort: k => k },
            short: { sort: k => trades.short[k], text: k => trades.short[k] ? 'short' : 'long' },
            entry: { sort: k => trades.entryAt[k], text: k =>
              moment(trades.entryAt[k], run.dates) },
            entryPrice: { sort: k => trades.entryPrice[k], text: k => price(trades.entryPrice[k]) },
            exit: { sort: k => trades.exitAt[k], text: k =>
              trades.reason[k] < 0 ? '' : moment(trades.exitAt[k], run.dates) },
            exitPrice: { sort: k => trades.exitPrice[k], text: k => price(trades.exitPrice[k]) },
            size: { sort: k => trades.size[k], text: k => quantity(trades.size[k]) },
            pnl: { sort: k => trades.pnl[k], text: k => decimals(trades.pnl[k], 2), tone: true },
            'return': { sort: k => trades['return'][k], text: k => percent(trades['return'][k]),
              tone: true },
            bars: { sort: k => trades.bars[k], text: k => decimals(trades.bars[k], 0) },
            fees: { sort: k => trades.fees[k], text: k => decimals(trades.fees[k], 2) },
            mae: { sort: k => trades.mae[k], text: k => percent(trades.mae[k]) },
            mfe: { sort: k => trades.mfe[k], text: k => percent(trades.mfe[k]) },
            reason: { sort: k => trades.reason[k], text: k =>
              trades.reason[k] < 0 ? 'still open' : trades.reasons[trades.reason[k]] },
          };
          const heads = [...element.querySelectorAll('th[data-key]')];
          const body = element.querySelector('tbody');
          const status = element.querySelector('[role=status]');
          const select = element.querySelector('select');
          const order = Array.from({ length: count }, (_, k) => k);
          let key = 'number', ascending = true, from = 0;

          function cell(column, k) {
            const td = document.createElement('td');
            if (column === columns.number) {
              const button = document.createElement('button');
              button.type = 'button';
              button.textContent = decimals(k + 1, 0);
              button.setAttribute('aria-label', 'Show trade ' + (k + 1) + ' in the price chart');
              button.addEventListener('click', () => reveal(k));
              td.append(button);
            } else {
              td.textContent = column.text(k);
              if (column === columns.short || column === columns.reason) td.className = 'text';
              if (column.tone) td.className = trades.pnl[k] < 0 ? 'bad' : 'good';
            }
            return td;
          }

          // A trade with as much again around it, in all charts of the run.
          function reveal(k) {
            const start = trades.entryAt[k], end = trades.exitAt[k], at = timesOf(run.price);
            const bar = (at[at.length - 1] - at[0]) / Math.max(1, at.length - 1);
            const around = Math.max((end - start) * 0.6, 30 * bar);
            setRange(index, [Math.max(at[0], start - around),
              Math.min(at[at.length - 1] + bar, end + around)]);
            const chart = document.querySelector('#run' + (index + 1) + '-price');
            chart.scrollIntoView({ block: 'start' });
          }

          function fill() {
            const to = Math.min(from + size(), count);
            body.replaceChildren(...order.slice(from, to).map(k => {
              const row = document.createElement('tr');
              row.append(...heads.map(head => cell(columns[head.dataset.key], k)));
              return row;
            }));
            status.textContent = decimals(from + 1, 0) + ' to ' + decimals(to, 0) + ' of '
              + decimals(count, 0);
            for (const head of heads) {
              head.setAttribute('aria-sort', head.dataset.key !== key ? 'none'
                : ascending ? 'ascending' : 'descending');
            }
            buttons.first.disabled = buttons.previous.disabled = from === 0;
            buttons.next.disabled = buttons.last.disabled = to >= count;
          }

          function sort() {
            const value = columns[key].sort, sign = ascending ? 1 : -1;
            order.sort((a, b) => {
              const left = value(a), right = value(b);
              return left === right ? a - b : (left < right ? -sign : sign);
            });
            from = 0;
            fill();
          }

          const buttons = {};
          const size = () => Number(select.value);
          const lastPage = () => Math.floor((count - 1) / size()) * size();
          const moves = {
            first: () => 0, last: lastPage,
            previous: () => Math.max(0, from - size()),
            next: () => Math.min(lastPage(), from + size()),
          };
          for (const [name, move] of Object.entries(moves)) {
            buttons[name] = element.querySelector('.' + name);
            buttons[name].addEventListener('click', () => { from = move(); fill(); });
          }
          select.addEventListener('change', () => { from = 0; fill(); });
          for (const head of heads) {
            head.querySelector('button').addEventListener('click', () => {
              if (key === head.dataset.key) ascending = !ascending;
              else { key = head.dataset.key; ascending = true; }
              sort();
            });
          }
          // A short list is printed whole, of a long one what is in view.
          addEventListener('beforeprint', () => {
            if (count <= 500) { select.value = '500'; from = 0; fill(); }
          });
          fill();
        }

        """#
}
