/** How pages look: on a wide screen, a phone and paper, by day and by night. Nothing is loaded for it. */
export const STYLE = `
:root{
--paper:#fdfcf9;--ink:#1c1a17;--quiet:#625b50;--line:#e0d9cc;--accent:#96281b;--tint:#f5f0e6;
--serif:'Iowan Old Style','Palatino Nova','Palatino Linotype',Palatino,'URW Palladio L',Charter,'Source Serif 4',Georgia,'Noto Serif',serif;
--sans:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans',Arial,sans-serif;
--gutter:clamp(1.25rem,5vw,3rem);--measure:31rem;--wide:42rem}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#161412;--ink:#ebe6dc;--quiet:#a9a194;--line:#38342d;--accent:#f0a08c;--tint:#221f1b}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:clamp(1.0625rem,1rem + .3vw,1.1875rem)/1.6 var(--serif);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word;min-height:100vh;display:flex;flex-direction:column}
h1,h2,h3,h4,h5,h6,p,ol,ul,dl,dd,pre,blockquote{margin:0;padding:0}
ol,ul{list-style:none}
h1,h2,h3{text-wrap:balance;line-height:1.25;font-weight:600}
a{color:inherit;text-decoration:underline;text-decoration-color:color-mix(in srgb,var(--accent) 55%,transparent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{color:var(--accent);text-decoration-color:currentcolor}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:1px}
.skip{position:absolute;inset-inline-start:-99rem}
.skip:focus{inset:.5rem auto auto .5rem;z-index:1;padding:.5rem 1rem;background:var(--paper)}
main{flex:1;width:100%;max-width:calc(var(--wide) + 2*var(--gutter));margin:0 auto;padding:clamp(2rem,6vw,4.5rem) var(--gutter) 4rem}

.masthead,.colophon{font:.875rem/1.5 var(--sans);display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 2rem;padding:1rem var(--gutter);width:100%;max-width:72rem;margin:0 auto}
.masthead{border-bottom:1px solid var(--line)}
.masthead .name{font:600 1.375rem/1.3 var(--serif);letter-spacing:-.01em}
.masthead a,.colophon a{text-decoration:none}
.masthead nav ul,.colophon ul{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.masthead nav a,.colophon a{display:block;padding:.375rem 0}
.masthead nav a{border-bottom:2px solid transparent}
.masthead [aria-current]{border-color:var(--accent)}
.colophon{border-top:1px solid var(--line);color:var(--quiet);padding-block:1.25rem 2.5rem}

.eyebrow,.facts,.speaker,.permalink,.label,.views,.parts,.topics,.people,.corrected,.count,footer h2,.about h2,.source{font-family:var(--sans)}
.eyebrow{font-size:.75rem;line-height:1.5;font-weight:600;letter-spacing:.08em;text-transform:uppercase;color:var(--accent)}
.eyebrow time{color:var(--quiet);font-weight:400;letter-spacing:.02em;text-transform:none;font-size:.8125rem}
.eyebrow time:not(:first-child){margin-inline-start:.75em}
.eyebrow a{text-decoration:none}
.reading>header,.about{margin-bottom:clamp(2rem,5vw,3rem)}
.reading h1,.about h1{font-size:clamp(2rem,1.25rem + 3.4vw,3.375rem);line-height:1.1;letter-spacing:-.02em;font-weight:600;margin:.3em 0 0}
.about h1{margin-top:0}
.about .eyebrow+h1{margin-top:.3em}
.dek{font-size:clamp(1.1875rem,1.1rem + .6vw,1.4375rem);line-height:1.4;color:var(--quiet);margin-top:.75em;text-wrap:pretty}
.byline{margin-top:1.75rem;padding-top:1rem;border-top:1px solid var(--line);font:.9375rem/1.5 var(--sans);display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem}
.byline div{display:contents}
.byline dt{grid-column:1;color:var(--quiet)}
.byline dd{grid-column:2}
.byline a{font-weight:600}
.byline .title{color:var(--quiet)}
.byline .title::before{content:', '}
.facts{display:flex;flex-wrap:wrap;font-size:.8125rem;color:var(--quiet);margin-top:1rem}
.facts li:not(:last-child)::after{content:'·';margin:0 .6em}
.corrected{margin-top:1rem;padding:.5rem .875rem;background:var(--tint);border-inline-start:3px solid var(--accent);font-size:.875rem}

.body,.reading>footer{max-width:var(--measure)}
.prose>*+*{margin-top:1em}
.prose :is(h2,h3,h4,h5,h6){font-size:1.125em;line-height:1.3;margin-top:1.75em;text-wrap:balance}
.prose h2{font-size:1.3125em}
.prose :is(h2,h3,h4,h5,h6)+*{margin-top:.5em}
.prose :is(ul,ol){list-style:disc;padding-inline-start:1.35em}
.prose ol{list-style:decimal}
.prose li+li,.prose li>*+*{margin-top:.4em}
.prose blockquote{padding-inline-start:1.1em;border-inline-start:3px solid var(--line);font-style:italic}
.prose blockquote>*+*{margin-top:.8em}
.prose pre{white-space:pre-wrap;font:.85em/1.55 ui-monospace,Menlo,Consolas,monospace;background:var(--tint);padding:.85em 1em}
.prose code{font:.9em ui-monospace,Menlo,Consolas,monospace}
.prose pre code{font:inherit}
.prose img{max-width:100%;height:auto}
.prose hr{border:0;border-top:1px solid var(--line);margin-block:2em}
.intro{padding-bottom:2rem;margin-bottom:2.5rem;border-bottom:1px solid var(--line)}
.pair{position:relative}
.pair+.pair{margin-top:2.5rem}
.pair h2,.question{font-size:1.125rem;line-height:1.4;font-weight:700;text-wrap:pretty}
.pair h2{scroll-margin-top:2.5rem}
.pair h2 span{display:block}
.pair h2 span+span,.question,.question>*+*{margin-top:.6em}
.question :is(ul,ol){padding-inline-start:1.35em;list-style:disc}
.question ol{list-style:decimal}
.pair .prose{margin-top:.7em}
.pair .prose:empty{display:none}
.pair h2:target{background:var(--tint);box-shadow:.5rem 0 0 var(--tint),-.5rem 0 0 var(--tint)}
.permalink{display:inline-block;min-width:1.5rem;padding:.25rem 0;font-size:.8125rem;line-height:1;font-variant-numeric:tabular-nums;color:var(--accent);text-decoration:none}
.permalink:hover{text-decoration:underline}
.speaker{font-size:.75rem;line-height:1.5;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--quiet)}
.pair h2~.speaker{margin-top:1.1em}
.speaker+.prose{margin-top:.2em}
.correction{margin-top:1.25rem;padding:.75rem 1rem;background:var(--tint);border-inline-start:3px solid var(--accent);font-size:.9375em;scroll-margin-top:2rem}
.correction .label{font-size:.8125rem;font-weight:600;color:var(--accent)}
.correction .prose{margin-top:.25em}
.reading>footer{margin-top:3.5rem;padding-top:1.5rem;border-top:1px solid var(--line);display:grid;gap:1.75rem}
.reading>footer h2,.about h2{font-size:.8125rem;font-weight:600;color:var(--quiet);margin-bottom:.5rem}
.note{font-style:italic}
.source{font-size:.875rem;color:var(--quiet)}
.address{display:none}
.topics,.people,.links{display:flex;flex-wrap:wrap;gap:.375rem .5rem;font-size:.875rem;line-height:1.4}
.links{flex-direction:column;font-family:var(--sans)}
.topics a,.people a{display:block;padding:.2rem .7rem;border:1px solid var(--line);border-radius:2rem;text-decoration:none}
.topics a:hover,.people a:hover{border-color:var(--accent)}

.about>section{margin-top:1.5rem}
.about .prose{max-width:var(--measure);margin-top:1.25rem}
.about>p{margin-top:1rem}
.about .eyebrow{margin:0}
.views{border-bottom:1px solid var(--line);margin-bottom:2.5rem;font-size:.9375rem}
.views ul{display:flex;flex-wrap:wrap;gap:0 1.75rem}
.views a{display:block;padding:.5rem 0;text-decoration:none;border-bottom:2px solid transparent;margin-bottom:-1px}
.views [aria-current]{border-color:var(--accent);font-weight:600}
.count{color:var(--quiet);font-size:.8125rem;font-weight:400;font-variant-numeric:tabular-nums}
.articles>li{padding-block:1.75rem;border-bottom:1px solid var(--line)}
.articles>li:first-child{padding-top:0}
.articles h2{font-size:clamp(1.3125rem,1.1rem + 1vw,1.625rem);line-height:1.2;letter-spacing:-.01em;margin-top:.35em}
.articles h2 a,.of-article h2 a,.answers a{text-decoration:none}
:is(.articles,.of-article,.answers) a:hover{text-decoration:underline;text-decoration-color:currentcolor}
.articles .dek{font-size:1.0625rem;margin-top:.4em}
.with{font:.875rem/1.5 var(--sans);color:var(--quiet);margin-top:.6em}
.front{--wide:60rem}
.front .articles>li:first-child{padding-bottom:clamp(2rem,5vw,3.5rem);border-bottom-color:var(--ink)}
.front .articles>li:first-child :is(h2,.dek){max-width:44rem}
.front .articles>li:first-child h2{font-size:clamp(1.75rem,1.2rem + 2.6vw,2.75rem);line-height:1.12;letter-spacing:-.02em}
.front .articles>li:first-child .dek{font-size:clamp(1.125rem,1.05rem + .5vw,1.3125rem)}
.of-article+.of-article{margin-top:3rem}
.of-article>header{padding-bottom:.75rem;border-bottom:1px solid var(--line)}
.of-article h2{font-size:1.3125rem;letter-spacing:-.01em}
.answers>li{max-width:var(--measure);margin-top:1.5rem}
.answers h3{font-size:1.0625rem;line-height:1.4;font-weight:700;text-wrap:pretty}
.answers p{margin-top:.3em;color:var(--quiet)}
.answers .speaker{margin-inline-end:.5em}
.index{columns:2 18rem;column-gap:3rem}
.index li{break-inside:avoid;padding:.5rem 0;border-bottom:1px solid var(--line);line-height:1.4}
.index a{text-decoration:none;font-weight:600}
.index .title{color:var(--quiet);font-size:.9375em}
.index .count{white-space:nowrap}
.parts{margin-top:3rem;font-size:.9375rem}
.parts ul{display:flex;flex-wrap:wrap;gap:.75rem}
.parts a{display:block;padding:.6rem 1.25rem;border:1px solid var(--line);border-radius:2rem;text-decoration:none}
.parts a:hover{border-color:var(--accent)}
.nothing{color:var(--quiet);font-style:italic}
@media (min-width:56rem){
.permalink{position:absolute;inset-inline-end:calc(100% + 1.25rem);top:.15rem;text-align:end}
.reading{margin-inline-start:3.5rem}
.front .articles{display:grid;grid-template-columns:1fr 1fr;column-gap:3.5rem}
.front .articles>li:first-child{grid-column:1/-1}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
@page{margin:20mm 18mm}
:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#bbb;--accent:#000;--tint:#fff;--measure:none}
html{font-size:10.5pt;line-height:1.45}
body{display:block}
.skip,.masthead nav,.colophon,.parts,.views,.reading>footer .topics,.reading>footer section:has(.topics,.people){display:none}
main{padding:1.5rem 0 0;max-width:none}
.masthead{padding:0 0 .5rem}
.reading h1,.about h1{font-size:24pt}
.pair{margin-top:1.5rem}
.pair h2,.question,.speaker,h3{break-after:avoid}
p,li{orphans:3;widows:3}
a{text-decoration:none}
.permalink{font-size:0}
.permalink::after{content:attr(href);font-size:7.5pt;color:#444}
.prose a[href^=http]::after,.source a::after{content:' (' attr(href) ')';font-size:.85em;overflow-wrap:anywhere}
.address{display:block;font:8.5pt var(--sans);overflow-wrap:anywhere}
.correction,.corrected{border:1px solid #bbb}
}
`
