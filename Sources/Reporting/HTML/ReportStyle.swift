/// The page's styles.
enum ReportStyle {
    /// The dark colours, which hold where the system asks for them or the reader does.
    private static let dark = """
        --back: #0f141b; --panel: #171e27; --line: #313b48; --text: #e7ecf2; --soft: #a3afbd;
        --link: #82b4ff; --own: #6ea8fe; --held: #a8b1bd; --fall: #ff8a7a; --good: #5fd3a9;
        --bad: #ff9b8f; --up: #3cc4b3; --down: #ff9a5c; --short: #b79bff; --warn: #2e2413;
        --warn-line: #f0a94a; --grid: #26303c;
        --p1: #12291f; --p2: #144033; --p3: #165847; --p4: #16664f; --p5: #17755c;
        --n1: #2f1b18; --n2: #4a2620; --n3: #683229; --n4: #863d31; --n5: #a34a3a;
        """

    static let source = #"""

        :root {
          color-scheme: light dark;
          --back: #ffffff; --panel: #f6f8fa; --line: #d5dae1; --text: #1b2330; --soft: #55606e;
          --link: #0b57c2; --own: #1659c7; --held: #6b7280; --fall: #b42318; --good: #0f6b4f;
          --bad: #a61b1b; --up: #0f766e; --down: #c2410c; --short: #7c3aed; --warn: #fff4e0;
          --warn-line: #b45309; --grid: #e4e8ed;
          --p1: #e6f4ef; --p2: #c4e6da; --p3: #93d1bd; --p4: #5cb79c; --p5: #37a084;
          --n1: #fdeeea; --n2: #fad5cb; --n3: #f4b1a0; --n4: #ea8b75; --n5: #e27259;
        }
        @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --dark: 1;
          \#(dark)
        } }
        :root[data-theme=dark] { color-scheme: dark; --dark: 1;
          \#(dark)
        }
        :root[data-theme=light] { color-scheme: light; }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: 1.5rem clamp(.75rem, 2.5vw, 2.5rem); max-width: 100rem;
          background: var(--back); color: var(--text);
          font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
        }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem; overflow-wrap: anywhere; }
        h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
        h4 { font-size: 1rem; margin: 0 0 .5rem; }
        p { margin: 0 0 .75rem; max-width: 75ch; overflow-wrap: anywhere; }
        a { color: var(--link); }
        code, pre { font: .875rem/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        small { color: var(--soft); font-size: .8rem; }
        ul { margin: 0; padding-left: 1.2rem; }
        li { overflow-wrap: anywhere; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        button, select {
          font: inherit; font-size: .875rem; color: var(--text); background: var(--back);
          border: 1px solid var(--line); border-radius: .375rem; padding: .3rem .7rem;
          min-height: 2rem; cursor: pointer;
        }
        button:hover { border-color: var(--soft); }
        button:disabled { color: var(--soft); opacity: .6; cursor: default; }
        button[aria-pressed=true] {
          background: var(--own); border-color: var(--own); color: var(--back);
        }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { position: static; }
        .away {
          position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
        }
        header.page {
          display: flex; justify-content: space-between; align-items: start; gap: 1rem;
          margin-bottom: .75rem;
        }
        header.page p, .sub { color: var(--soft); font-size: .9rem; margin: .25rem 0 .75rem; }
        #theme { flex: none; }
        nav ul, .contents ul {
          list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem;
        }
        nav { border-block: 1px solid var(--line); padding: .6rem 0; margin-bottom: 1.25rem; }
        nav a, .contents a { font-size: .875rem; }
        .contents { margin-bottom: 1rem; }
        .lead { font-size: 1.1rem; }
        section, .run { margin: 0 0 2.25rem; }
        .run + .run { border-top: 3px solid var(--line); padding-top: 1.5rem; }
        .cards {
          display: grid; gap: .75rem; margin: 0 0 1.5rem;
          grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
        }
        .cards div {
          background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
          padding: .7rem .9rem;
        }
        .cards dt { color: var(--soft); font-size: .85rem; }
        .cards dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
        .cards dd.beside { font-size: .8rem; color: var(--soft); min-height: 1.2em; }
        .good { color: var(--good); }
        .bad { color: var(--bad); }
        .two { display: grid; gap: 1rem 2rem; grid-template-columns: minmax(0, 1fr); }
        .notice {
          background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
          padding: .8rem 1rem;
        }
        .notice p { margin: 0; }
        .warned { background: var(--warn); border-left: .3rem solid var(--warn-line); }
        figure { margin: 0 0 1rem; } .notice + .scroll { margin-top: 1rem; }
        figcaption { color: var(--soft); font-size: .875rem; max-width: 90ch; }
        .chart { height: 20rem; width: 100%; }
        .tall { height: 30rem; }
        td.best { font-weight: 700; color: var(--good); }
        .columns > div { break-inside: avoid; padding-bottom: 1rem; }
        .meanings dt { font-weight: 600; } .meanings dd { margin: 0 0 .4rem; max-width: 75ch; }
        .tallest { max-height: 24rem; overflow-y: auto; }
        .tallest thead th { position: sticky; top: 0; z-index: 1; }
        details.more > summary { cursor: pointer; color: var(--link); margin-bottom: .75rem; }
        .windows { display: flex; flex-wrap: wrap; gap: .25rem; }
        .controls {
          display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .75rem;
        }
        .periods { display: flex; flex-wrap: wrap; gap: .25rem; }
        .controls [role=status] { color: var(--soft); font-size: .9rem; }
        .scroll {
          overflow-x: auto; max-width: 100%; margin-bottom: .5rem; position: relative;
          border: 1px solid var(--line); border-radius: .5rem;
        }
        table {
          border-collapse: collapse; width: 100%; font-size: .9rem;
          font-variant-numeric: tabular-nums;
        }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td {
          padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
          vertical-align: top;
        }
        .scroll td, .scroll th { white-space: nowrap; }
        .scroll tr:last-child td, .scroll tr:last-child th { border-bottom: 0; }
        .scroll thead th { border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-weight: 600; background: var(--panel); }
        th:first-child, td:first-child { text-align: left; }
        th[scope=row] { font-weight: 400; text-align: left; position: relative; }
        td.text, th.text { text-align: left; }
        .scroll td.text { white-space: normal; min-width: 9rem; overflow-wrap: anywhere; }
        .figures th:first-child { width: 46%; }
        .facts { max-width: 44rem; } .facts th:first-child { width: 12rem; }
        .facts td { overflow-wrap: anywhere; }
        .whole { white-space: nowrap; }
        .term {
          text-decoration: underline dotted var(--soft); text-underline-offset: .2em; cursor: help;
        }
        .tip {
          visibility: hidden; position: absolute; z-index: 3; left: .5rem; top: calc(100% - .2rem);
          width: min(22rem, 80vw); background: var(--text); color: var(--back);
          border-radius: .375rem; padding: .5rem .7rem; font-size: .85rem; line-height: 1.4;
          pointer-events: none;
        }
        .term:hover + .tip, .term:focus + .tip { visibility: visible; }
        .quiet .tip { visibility: hidden !important; }
        .months td, .months th { padding: .25rem .4rem; text-align: right; font-size: .82rem; }
        .months th[scope=row] { position: sticky; left: 0; background: var(--back); }
        .months td:last-child { border-left: 2px solid var(--line); font-weight: 600; }
        .p1 { background: var(--p1); } .p2 { background: var(--p2); } .p3 { background: var(--p3); }
        .p4 { background: var(--p4); } .p5 { background: var(--p5); }
        .n1 { background: var(--n1); } .n2 { background: var(--n2); } .n3 { background: var(--n3); }
        .n4 { background: var(--n4); } .n5 { background: var(--n5); }
        .trades td.text { min-width: 0; white-space: nowrap; }
        td.text code { white-space: nowrap; }
        .trades th[data-key] { padding: .15rem; }
        .trades th button {
          border: 0; background: none; padding: .2rem .45rem; font-weight: 600; color: var(--soft);
          min-height: 1.75rem; white-space: nowrap;
        }
        th[aria-sort=ascending] button::after { content: " \2191"; }
        th[aria-sort=descending] button::after { content: " \2193"; }
        .trades td button { padding: 0 .5rem; min-height: 1.5rem; color: var(--link); }
        .code { background: var(--panel); }
        pre { margin: 0; padding: .75rem 0; counter-reset: line; }
        .line { display: block; padding: 0 1rem 0 0; min-height: 1.55em; white-space: pre; }
        .line::before {
          counter-increment: line; content: counter(line); display: inline-block; width: 2.5rem;
          margin-right: 1rem; text-align: right; color: var(--soft); user-select: none;
        }
        .c { color: var(--soft); font-style: italic; } .k { color: var(--short); }
        .s { color: var(--good); } .n { color: var(--down); }
        .hash { color: var(--soft); font-size: .9rem; }
        .hash code { overflow-wrap: anywhere; }
        footer { border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem;
          padding-top: .75rem; }
        @media (min-width: 60rem) {
          .two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .columns { columns: 2; column-gap: 2rem; }
        }
        @media (max-width: 40rem) {
          h1 { font-size: 1.4rem; }
          header.page { flex-direction: column; gap: .5rem; }
          .tall { height: 25rem; } .chart:not(.tall) { height: 16rem; }
          .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .cards div { padding: .5rem .6rem; } .cards dd { font-size: 1.15rem; }
          th, td { padding: .3rem .4rem; } table { font-size: .85rem; }
          .facts th:first-child { width: 7.5rem; }
          .scroll th[scope=row] { white-space: normal; min-width: 7rem; }
          .months th[scope=row] { min-width: 0; }
        }
        @media print {
          body { padding: 0; max-width: none; font-size: 10pt; }
          nav, #theme, .controls, .skip, .tip { display: none; }
          section { break-inside: auto; } figure, tr, .cards div { break-inside: avoid; }
          h2, h3 { break-after: avoid; }
          .modebar-container { display: none; }
          .scroll { overflow: visible; max-height: none; } .scroll td.text { white-space: normal; }
          .trades table, .months { font-size: 7pt; } .trades td, .trades th { padding: 1pt 2pt; }
          .trades button { all: unset; }
          .line { white-space: pre-wrap; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """#
}
