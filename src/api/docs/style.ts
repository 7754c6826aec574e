/** How the page looks, in the dashboard's colours; light or dark as the reader has it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f8, #0e1116);
  --panel: light-dark(#ffffff, #161b22);
  --line: light-dark(#d3d9e0, #2c343e);
  --text: light-dark(#14181d, #e6e9ee);
  --muted: light-dark(#515b68, #9da8b6);
  --accent: light-dark(#0a58ad, #74b9ff);
  --change: light-dark(#c2410c, #fb923c);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--accent); }
a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
h1, h2, h3, h4, p, dl, dd, ul, pre { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.3rem; }
h3 { font-size: 1.05rem; }
h4 { font-size: .9rem; margin-top: 1.1rem; }
ul { list-style: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--panel); padding: .5rem 1rem; }
.page { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1rem 6rem; display: grid; gap: 1.5rem 2.5rem; }
.prose p + p { margin-top: .6rem; }
.muted { color: var(--muted); }
nav h2 { font-size: .85rem; margin: .9rem 0 .2rem; }
nav li a { display: flex; align-items: baseline; padding: .1rem 0; text-decoration: none; color: inherit; }
nav li a:hover { color: var(--accent); }
main > section { margin-top: 2.5rem; }
main > section:first-child { margin-top: 0; }
article { margin-top: 1rem; padding: 1rem 1.1rem 1.2rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; min-width: 0; }
article:target { border-color: var(--accent); }
article h3 code { font-size: 1rem; font-weight: 600; }
article h3 a { color: inherit; text-decoration: none; }
.method { flex: none; display: inline-block; width: 3.2em; color: var(--accent); font: 600 12px/1.5 var(--mono); }
.method.changes { color: var(--change); }
.summary { font-weight: 600; margin: .3rem 0; }
dl { margin-top: .4rem; }
dl > div { padding: .4rem 0; border-top: 1px solid var(--line); }
dt code:first-child { font-weight: 600; }
.type { color: var(--muted); font-size: .85rem; margin-left: .4rem; }
pre { margin-top: .4rem; padding: .7rem .8rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; }
details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--muted); font-size: .9rem; }
@media (min-width: 60rem) {
  .page { grid-template-columns: 16rem minmax(0, 1fr); }
  header { grid-column: 1 / -1; max-width: 60rem; }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; font-size: .9rem; }
  dl > div { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 1rem; }
}
@media (max-width: 60rem) {
  nav ul { columns: 2; column-gap: 1rem; }
  nav li { break-inside: avoid; }
}
@media (max-width: 30rem) { nav ul { columns: 1; } }
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
`;
