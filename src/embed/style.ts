const style = new CSSStyleSheet()
// A sheet that script makes is no inline style, so that a page's policy need not allow any.
style.replaceSync(`
:host{display:block;overflow-wrap:break-word;
--_line:var(--colloquy-line,color-mix(in srgb,currentcolor 25%,transparent));
--_quiet:var(--colloquy-quiet,color-mix(in srgb,currentcolor 75%,transparent));
--_link:var(--colloquy-link,inherit);
--_gap:var(--colloquy-gap,2em)}
:host([hidden]),[hidden]{display:none}
:where(h1,h2,h3,h4,h5,h6,p,ul,ol,pre,blockquote,[part~=status]){margin:0}
a{color:var(--_link);text-underline-offset:.15em}
[part~=title]{line-height:1.2;text-wrap:balance}
[part~=title] a,[part~=pair]>[part~=permalink]{text-decoration:none}
[part~=title] a{color:inherit}
[part~=title] a:hover,[part~=pair]>[part~=permalink]:hover{text-decoration:underline}
[part~=dek]{margin-top:.5em;font-size:1.125em}
[part~=byline]{margin-top:.75em}
[part~=header]+*{margin-top:var(--_gap)}
[part~=pair]+[part~=pair],[part~=intro]+*,[part~=note]{margin-top:var(--_gap);padding-top:var(--_gap);border-top:1px solid var(--_line)}
[part~=pair]{scroll-margin-top:1em}
[part~=question]{font-size:1.125em;line-height:1.35;text-wrap:pretty}
[part~=answer],[part~=question]+*{margin-top:.75em}
[part~=text]>*+*,[part~=text] blockquote>*+*{margin-top:.9em}
[part~=text] :is(li+li,li>*+*){margin-top:.4em}
[part~=text] :is(ul,ol){padding-inline-start:1.4em}
[part~=text] blockquote{padding-inline-start:1em;border-inline-start:3px solid var(--_line)}
[part~=text] pre{white-space:pre-wrap}
[part~=text] img{max-width:100%;height:auto}
[part~=source]{margin-top:.9em}
[part~=source],[part~=byline],[part~=note],p[part~=speaker],[part~=pair]>[part~=permalink],[part~=status]{font-size:.9em;color:var(--_quiet)}
p[part~=speaker]{font-weight:600;margin-top:.75em}
p[part~=speaker]+[part~=answer]{margin-top:.25em}
[part~=button]{font:inherit;color:var(--_link);background:none;border:1px solid var(--_line);border-radius:.25em;padding:.4em 1em;margin-top:var(--_gap);cursor:pointer}
[part~=button]:hover{border-color:currentcolor}
[part~=loading]{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
:focus-visible{outline:2px solid currentcolor;outline-offset:2px}
`)
/** How the elements look, where the page does not say otherwise: like what is around them. */
export { style }
