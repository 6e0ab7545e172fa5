const style = new CSSStyleSheet()

// A sheet that script makes is no inline style, so that a page's policy need not allow any.
style.replaceSync(`
:host{display:block;overflow-wrap:break-word;
--line:var(--colloquy-line,color-mix(in srgb,currentcolor 25%,transparent));
--quiet:var(--colloquy-quiet,color-mix(in srgb,currentcolor 75%,transparent));
--link:var(--colloquy-link,inherit);
--gap:var(--colloquy-gap,2em)}
:host([hidden]),[hidden]{display:none}
:where(h1,h2,h3,h4,h5,h6,p,ul,ol,pre,blockquote,[part~=status]){margin:0}
a{color:var(--link);text-underline-offset:.15em}
[part~=title]{line-height:1.2;text-wrap:balance}
[part~=title] a{text-decoration:none}
[part~=title] a:hover{text-decoration:underline}
[part~=dek]{margin-top:.5em;font-size:1.125em}
[part~=byline]{margin-top:.75em}
[part~=header]+*{margin-top:var(--gap)}
[part~=pair]+[part~=pair],[part~=intro]+*,[part~=note]{margin-top:var(--gap);padding-top:var(--gap);border-top:1px solid var(--line)}
[part~=pair]{scroll-margin-top:1em}
[part~=question]{font-size:1.125em;line-height:1.35;text-wrap:pretty}
[part~=answer],[part~=question]+*{margin-top:.75em}
[part~=text]>*+*{margin-top:.9em}
[part~=text] :is(li+li,li>*+*,blockquote>*+*){margin-top:.4em}
[part~=text] :is(ul,ol){padding-inline-start:1.4em}
[part~=text] blockquote{padding-inline-start:1em;border-inline-start:3px solid var(--line)}
[part~=text] pre{white-space:pre-wrap}
[part~=text] img{max-width:100%;height:auto}
[part~=source]{margin-top:.9em}
[part~=source],[part~=byline],[part~=note],[part~=speaker],[part~=permalink],[part~=status]{font-size:.9em;color:var(--quiet)}
[part~=permalink]{text-decoration:none;font-variant-numeric:tabular-nums}
[part~=permalink]:hover{text-decoration:underline}
[part~=source] [part~=permalink]{text-decoration:underline}
[part~=speaker]{font-weight:600;margin-top:.75em}
[part~=speaker]+[part~=answer]{margin-top:.25em}
[part~=button]{font:inherit;color:var(--link);background:none;border:1px solid var(--line);border-radius:.25em;padding:.4em 1em;margin-top:var(--gap);cursor:pointer}
[part~=button]:hover{border-color:currentcolor}
[part~=status]+[part~=button]{margin-top:1em}
[part~=loading]{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
:focus-visible{outline:2px solid currentcolor;outline-offset:2px}
`)

/** How the elements look, where the page does not say otherwise: like what is around them. */
export { style }
