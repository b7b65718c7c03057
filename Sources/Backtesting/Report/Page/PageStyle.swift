/// The page's only style sheet: calm, tabular figures, light and dark, blue against orange, which
/// the colour-blind tell apart; shapes and signs say the same again.
enum PageStyle {
  static let css = """
    :root { color-scheme: light dark;
      --page: #fcfcfb; --card: #ffffff; --ink: #1c2126; --soft: #5c6670; --rule: #e2e5e8;
      --grid: #eceef0; --zero: #aab2b9; --a: #1d66a8; --a-fill: #1d66a81f; --b: #bf5000;
      --b-fill: #bf500026; --band: #7f8a9429; --edge: #9aa4ad; --call: #f3f1ea;
      --w1: #e6eff7; --w2: #c7dcee; --w3: #9cc1e0; --w4: #3579b8; --w5: #15558f;
      --c1: #fbece0; --c2: #f6d3b8; --c3: #eeb385; --c4: #c0651c; --c5: #9c4100; }
    @media screen and (prefers-color-scheme: dark) { :root {
      --page: #14171a; --card: #1a1e22; --ink: #e6e9ec; --soft: #9aa5af; --rule: #2c3238;
      --grid: #262c31; --zero: #5d6871; --a: #6db1ee; --a-fill: #6db1ee2b; --b: #f0a05a;
      --b-fill: #f0a05a2e; --band: #9aa5af2e; --edge: #6b7680; --call: #24221e;
      --w1: #1b2833; --w2: #1f3a52; --w3: #265379; --w4: #4c93cf; --w5: #6db1ee;
      --c1: #2f241b; --c2: #4a321e; --c3: #704722; --c4: #d6894a; --c5: #f0a05a; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans",
        Arial, sans-serif;
      font-variant-numeric: tabular-nums lining-nums; }
    main { max-width: 1080px; margin: 0 auto; padding: 40px 28px 72px; }
    h1 { font-size: 27px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em;
      margin: 0 0 6px; overflow-wrap: anywhere; }
    h2 { font-size: 18px; font-weight: 650; letter-spacing: -0.005em; margin: 0 0 14px; }
    h3 { font-size: 13px; font-weight: 550; color: var(--soft); margin: 0; }
    p { margin: 0 0 8px; max-width: 78ch; overflow-wrap: anywhere; }
    section { margin-top: 44px; }
    .lead, .muted, .note, figcaption { color: var(--soft); }
    dl { display: grid; grid-template-columns: minmax(120px, 190px) 1fr; gap: 0; margin: 0;
      border-top: 1px solid var(--rule); }
    dt, dd { margin: 0; padding: 7px 0; border-bottom: 1px solid var(--rule);
      overflow-wrap: anywhere; }
    dt { font-weight: 600; padding-right: 20px; }
    .call { margin: 24px 0 0; padding: 14px 18px; background: var(--call); border-radius: 6px;
      border-left: 4px solid var(--b); }
    .call strong { display: block; font-size: 17px; }
    .call p { margin: 4px 0 0; }
    ul { margin: 6px 0 0; padding-left: 20px; }
    li { margin: 3px 0; overflow-wrap: anywhere; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr));
      gap: 14px; }
    .tile { background: var(--card); border: 1px solid var(--rule); border-radius: 8px;
      padding: 14px 16px 12px; min-width: 0; }
    .tile p { margin: 0; }
    .tile .figure { font-size: 25px; font-weight: 600; letter-spacing: -0.02em; line-height: 1.3;
      margin: 2px 0 4px; }
    .tile .figure.none { font-size: 17px; font-weight: 500; line-height: 1.9;
      letter-spacing: 0; border: 0; padding: 0; }
    .tile svg { display: block; width: 100%; height: auto; margin: 2px 0 6px; }
    .tile .range { font-size: 13px; }
    .tile .note { font-size: 13px; }
    figure { margin: 22px 0 0; min-width: 0; }
    figure + p, .pair + p, .tiles + p, .scroll + p, .call + p { margin-top: 16px; }
    figcaption { font-size: 13.5px; margin-bottom: 8px; max-width: 92ch; overflow-wrap: anywhere; }
    figure svg { display: block; width: 100%; height: auto; overflow: visible; }
    .narrow { display: none; }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 40px; align-items: end; }
    .none { color: var(--soft); border: 1px dashed var(--rule); border-radius: 6px;
      padding: 18px; margin: 0; }
    .scroll { overflow-x: auto; margin-top: 12px;
      background: linear-gradient(90deg, var(--page) 40%, transparent) 0 0 / 40px 100%,
        linear-gradient(270deg, var(--page) 40%, transparent) 100% 0 / 40px 100%,
        linear-gradient(90deg, var(--rule), transparent) 0 0 / 12px 100%,
        linear-gradient(270deg, var(--rule), transparent) 100% 0 / 12px 100%;
      background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
    table { border-collapse: collapse; font-size: 13px; min-width: 100%; }
    th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap;
      border-bottom: 1px solid var(--zero); padding: 5px 14px 5px 0; vertical-align: bottom; }
    td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--rule); white-space: nowrap; }
    th.n, td.n { text-align: right; }
    th:last-child, td:last-child { padding-right: 2px; }
    .quiet { color: var(--zero); }
    .settings { columns: 2 320px; column-gap: 40px; list-style: none; padding: 0;
      font: 12.5px/1.6 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    footer { margin-top: 56px; padding-top: 14px; border-top: 1px solid var(--rule);
      color: var(--soft); font-size: 13px; }
    .key { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 13px; color: var(--soft);
      list-style: none; padding: 0; margin: 4px 0 0; }
    .key svg { width: 14px; height: 14px; vertical-align: -2px; margin-right: 6px; }
    svg text { font-size: 12px; fill: var(--soft); }
    svg .unit { font-size: 11.5px; }
    svg .name { fill: var(--ink); }
    svg .count { font-size: 11px; paint-order: stroke; stroke: var(--page); stroke-width: 3px; }
    svg .cell { fill: var(--ink); font-size: 12px; }
    svg .cell.strong { fill: var(--page); font-weight: 600; }
    .grid { stroke: var(--grid); } .zero { stroke: var(--zero); }
    .baseline { stroke: var(--zero); stroke-dasharray: 4 4; }
    .line { fill: none; stroke-width: 1.7; stroke-linejoin: round; stroke-linecap: round; }
    .line-a { stroke: var(--a); } .line-b { stroke: var(--b); }
    .area { stroke: none; } .area.line-a { fill: var(--a-fill); }
    .area.line-b { fill: var(--b-fill); }
    .whisker { stroke-width: 1.5; } .reach { stroke: var(--a); stroke-width: 3; }
    .dot-a { fill: var(--a); stroke: var(--page); } .dot-b { fill: var(--b); stroke: var(--page); }
    .ring-a { fill: var(--page); stroke: var(--a); stroke-width: 1.6; }
    .ring-b { fill: var(--page); stroke: var(--b); stroke-width: 1.6; }
    .gain, .bar-b { fill: var(--a); } .loss { fill: var(--b); } .bar-a { fill: var(--edge); }
    .band { fill: var(--band); } .edge { fill: none; stroke: var(--edge); stroke-width: 0.8; }
    .fair { stroke: var(--ink); stroke-width: 1.5; }
    .warm-0, .cold-0 { fill: var(--grid); }
    .warm-1 { fill: var(--w1); } .warm-2 { fill: var(--w2); } .warm-3 { fill: var(--w3); }
    .warm-4 { fill: var(--w4); } .warm-5 { fill: var(--w5); }
    .cold-1 { fill: var(--c1); } .cold-2 { fill: var(--c2); } .cold-3 { fill: var(--c3); }
    .cold-4 { fill: var(--c4); } .cold-5 { fill: var(--c5); }
    @media screen and (max-width: 900px) {
      .pair { grid-template-columns: 1fr; }
      .half { max-width: 560px; }
    }
    @media screen and (max-width: 640px) {
      main { padding: 24px 16px 48px; }
      h1 { font-size: 22px; }
      section { margin-top: 36px; }
      .wide { display: none; }
      .narrow { display: block; max-width: 480px; }
      .tiles { grid-template-columns: 1fr; gap: 10px; }
      dl { grid-template-columns: 1fr; }
      dt { border-bottom: 0; padding-bottom: 0; }
      dd { padding-top: 2px; }
    }
    @media print {
      :root { color-scheme: light; }
      body { font-size: 10.5pt; }
      main { max-width: none; padding: 0; }
      figure, .tile, tr { break-inside: avoid; }
      h2, figcaption { break-after: avoid; }
      .scroll { overflow: visible; }
      table { font-size: 8pt; }
    }
    """
}
