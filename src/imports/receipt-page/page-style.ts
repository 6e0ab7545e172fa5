/** How the page looks, on a wide screen, a phone and paper, by day and by night. Kinds have a tint each. */
export const PAGE_STYLE = `
:root {
  --paper: #f6f3ec; --sheet: #fffdf8; --ink: #26231e; --quiet: #675f54; --line: #e2dbcd;
  --accent: #2a5b8c; --doubt: #a84c08; --glow: #2f7fe0; --bar: #26231e; --bar-ink: #fffdf8;
  --title: #f5dc9f; --dek: #fbdcc4; --date: #e3d9f5; --byline: #f8d5e1; --note: #e4e0d6; --intro: #e6ebc2;
  --question: #cfe1f8; --answer: #d8efe6;
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, Charter, 'Source Serif 4', Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #141311; --sheet: #1c1a17; --ink: #e9e4d9; --quiet: #a59d90; --line: #37332c;
    --accent: #8fbdec; --doubt: #f0a35e; --glow: #8fbdec; --bar: #e9e4d9; --bar-ink: #1c1a17;
    --title: #4b3c12; --dek: #4d301a; --date: #3a3158; --byline: #4d2738; --note: #3a3731; --intro: #3a401a;
    --question: #1e3a5f; --answer: #16423a;
  }
}
[data-kind=title] { --tint: var(--title) } [data-kind=dek] { --tint: var(--dek) }
[data-kind=date] { --tint: var(--date) } [data-kind=byline] { --tint: var(--byline) }
[data-kind=note] { --tint: var(--note) } [data-kind=intro] { --tint: var(--intro) }
[data-kind=question] { --tint: var(--question) } [data-kind=answer] { --tint: var(--answer) }

* { box-sizing: border-box }
html { background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); -webkit-text-size-adjust: 100% }
body { margin: 0 }
h1, h2, h3, h4, p, ul, dl, dd { margin: 0; padding: 0 }
ul { list-style: none }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.quiet, .none { color: var(--quiet); font-weight: normal }
.none { font-style: italic }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: 1rem; z-index: 9; padding: .5rem 1rem; background: var(--sheet) }
h2 { font-size: .8125rem; font-weight: 600; letter-spacing: .02em; color: var(--quiet); margin-bottom: .75rem }

header { padding: 1.5rem clamp(1rem, 3vw, 2.5rem); display: grid; gap: 1.5rem 3rem }
header > section { font-size: .875rem; min-width: 0 }
.name p { font-size: .875rem }
h1 { font: 600 1.75rem/1.2 var(--serif); overflow-wrap: anywhere; margin: .1rem 0 .25rem }
.bar { display: flex; gap: 1px; height: .75rem; margin: .75rem 0; border-radius: .25rem; overflow: hidden }
i[data-kind] {
  background: var(--tint, repeating-linear-gradient(135deg, var(--line) 0 2px, transparent 2px 5px));
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.bar i { min-width: 2px }
.legend { display: grid; gap: .75rem }
.legend h3 { font-size: .8125rem; font-weight: 600 }
.legend ul { display: flex; flex-wrap: wrap; gap: .125rem 1.125rem }
.legend li { display: flex; align-items: center; gap: .375rem }
.legend i { width: .875rem; height: .875rem; border-radius: .1875rem; border: 1px solid var(--quiet) }
.count { color: var(--quiet); font-variant-numeric: tabular-nums }
.list { max-height: 60vh; overflow: auto; display: grid; gap: .25rem }
.list a { color: inherit; text-decoration: none; display: block }
.list a:hover { text-decoration: underline }
.list strong { font-weight: 600 }
.list code { font-size: .8125rem; color: var(--accent) }
.warning { color: var(--doubt) }
.info { color: var(--quiet) }
details { margin-top: .5rem }
summary { cursor: pointer }
details .list { margin-top: .375rem }
.doubt { border-bottom: 2px dotted var(--doubt) }

main { display: grid; border-top: 1px solid var(--line) }
.pane { padding: 1.25rem clamp(1rem, 3vw, 2.5rem) 5rem; min-width: 0; background: var(--sheet) }
#source { border-bottom: 1px solid var(--line) }
.source { font-size: .9375rem; line-height: 1.7; white-space: pre-wrap; overflow-wrap: anywhere }
.source span {
  background: var(--tint, none); padding: .125rem 0; border-radius: .125rem; scroll-margin: 3rem;
  box-decoration-break: clone; -webkit-box-decoration-break: clone;
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.source .out {
  color: var(--quiet);
  text-decoration: line-through 1px color-mix(in srgb, var(--quiet) 60%, transparent);
}
.source [data-tag]::before {
  content: attr(data-tag); display: inline-block; text-decoration: none;
  font-size: .75rem; line-height: 1; color: var(--quiet); margin-inline-end: .5em;
  background: var(--sheet); border-radius: .125rem; padding: .125rem .25rem;
}
.source .doubt::before { color: var(--doubt) }
.source [tabindex]:is(:hover, :focus)::after {
  content: attr(title); position: fixed; z-index: 2; inset: auto 0 0; padding: .5rem clamp(1rem, 3vw, 2.5rem);
  background: var(--bar); color: var(--bar-ink); font-size: .875rem; line-height: 1.5; white-space: normal;
}
.source [tabindex]:hover::after { z-index: 3 }
.source .lit { background: color-mix(in srgb, var(--tint, var(--sheet)) 80%, var(--glow)) }
.source .out.lit { color: var(--ink) }
.source :target { outline: 2px solid var(--accent); outline-offset: 1px }

article { font: 1.0625rem/1.6 var(--serif); max-width: 40rem; overflow-wrap: anywhere }
article h3 { font-size: 1.875rem; line-height: 1.2; font-weight: 600; text-wrap: balance }
.dek p { font-size: 1.1875rem; line-height: 1.45; color: var(--quiet); margin-top: .625rem; text-wrap: pretty }
.facts { font: .875rem/1.5 var(--sans); margin: 1.25rem 0; padding: .75rem 0; border-block: 1px solid var(--line) }
.facts > div { display: grid; grid-template-columns: 7rem 1fr; padding: .125rem 0 }
.facts dt { color: var(--quiet) }
.role { font-style: normal; color: var(--quiet); margin-inline-start: .25em }
.role::before { content: '— ' }
.place { font: .875rem var(--sans); text-decoration: none }
.intro, .note { position: relative }
.intro > .place, .note > .place { float: right; margin-inline-start: .5em }
.note { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .9375rem; color: var(--quiet) }
article :is(p, ul, ol, blockquote, pre) + :is(p, ul, ol, blockquote, pre) { margin-top: .75em }
article :is(.question, .answer, .intro, .note) :is(ul, ol) { padding-inline-start: 1.5em; list-style: disc }
article :is(.question, .answer, .intro, .note) ol { list-style: decimal }
article pre { white-space: pre-wrap; font-size: .875rem }
.link { border-bottom: 1px solid var(--accent) }
.pair { margin: 1.75rem -.75rem 0; padding: .25rem .75rem .5rem; border-radius: .375rem; scroll-margin: 1rem }
.pair h4 { font: .8125rem/1.5 var(--sans); margin-bottom: .375rem }
.pair h4 a { font-weight: 600; font-variant-numeric: tabular-nums; text-decoration: none; padding: .125rem .5rem;
  border-radius: 1rem; background: var(--question); color: var(--ink); margin-inline-end: .25rem }
.question { font-weight: 600 }
.question, .answer { border-inline-start: .25rem solid color-mix(in srgb, var(--tint) 80%, var(--quiet)); padding-inline-start: .875rem }
.answer { padding-top: .5rem }
.aside { font: .8125rem/1.5 var(--sans); color: var(--quiet); margin-top: .5rem; padding-inline-start: 1.125rem }
article .lit { --lit: color-mix(in srgb, var(--sheet) 92%, var(--glow)); background: var(--lit); box-shadow: 0 0 0 .375rem var(--lit); border-radius: .125rem }
article .pair.lit { box-shadow: none; border-radius: .375rem }

@media screen and (min-width: 62rem) {
  header { grid-template-columns: 1fr 1fr }
  .name { grid-column: 1 / -1 }
  .list { max-height: 11rem }
  main { grid-template-columns: 1fr 1fr; height: 100vh }
  .pane { overflow: auto; height: 100vh }
  #source { border-bottom: 0; border-inline-end: 1px solid var(--line) }
  .source { position: relative; padding-inline-start: 6.75rem }
  .source [data-tag]::before {
    position: absolute; inset-inline-start: 0; width: 6rem; margin: 0; padding: 0; text-align: end; line-height: 1.625rem; white-space: nowrap;
  }
}
@media (prefers-reduced-motion: no-preference) { html, .pane { scroll-behavior: smooth } }
@media print {
  html, .pane { background: none }
  .skip, .place { display: none }
  .list { max-height: none }
  #source { break-after: page }
  .pair h4, .question { break-after: avoid }
  .source [tabindex]::after { display: none }
}
`
