import { type AnyNode, type Element, isTag, isText } from 'domhandler'
import type { Mark, Place } from './block.ts'

const place = (kind: Place['kind'], rule: string, confidence = 0.95): Place => ({ kind, rule, confidence })

const CODE = place('markup', 'element-without-text', 1)
const EMBEDDED = place('caption', 'embedded-media')
const CONTROL = place('navigation', 'form-control')

/** Elements of the HTML standard that hold no running text (https://html.spec.whatwg.org/multipage/indices.html#elements-3). */
export const NEVER_READ: ReadonlyMap<string, Place> = new Map(
  Object.entries({
    script: CODE,
    style: CODE,
    template: CODE,
    noscript: CODE,
    link: CODE,
    meta: CODE,
    title: CODE,
    hr: CODE,
    img: place('caption', 'image'),
    svg: EMBEDDED,
    iframe: EMBEDDED,
    object: EMBEDDED,
    embed: EMBEDDED,
    video: EMBEDDED,
    audio: EMBEDDED,
    canvas: EMBEDDED,
    map: EMBEDDED,
    figcaption: place('caption', 'figure-caption'),
    caption: place('caption', 'table-caption'),
    nav: place('navigation', 'nav-element'),
    menu: place('navigation', 'nav-element'),
    dialog: place('navigation', 'dialog-element'),
    footer: place('navigation', 'footer-element'),
    select: CONTROL,
    button: CONTROL,
    input: CONTROL,
    textarea: CONTROL,
    option: CONTROL,
  }),
)

/** Elements that mark words inside a paragraph. */
const MARKS: ReadonlyMap<string, Mark['kind']> = new Map(
  Object.entries({
    strong: 'strong',
    b: 'strong',
    em: 'emphasis',
    i: 'emphasis',
    cite: 'emphasis',
    code: 'code',
    kbd: 'code',
    samp: 'code',
    tt: 'code',
    a: 'link',
  }),
)

/** Elements inside a paragraph that mean nothing to us. */
export const TRANSPARENT = new Set(
  'span font u s del ins small big sup sub abbr acronym mark q time data dfn var bdi bdo label wbr nobr o:p a b i em strong cite code kbd samp tt'.split(
    ' ',
  ),
)

/** Elements that part paragraphs. */
export const PARAGRAPHS = new Set(
  'p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote table tr td th section article aside header footer figure pre form details summary main'.split(
    ' ',
  ),
)

/** How an element marks words: by its name, or by its style, as word processors export it; undefined if it does not. */
export function markOf({ name, attribs }: Element): Mark['kind'] | undefined {
  const named = MARKS.get(name)
  if (named !== undefined || name !== 'span' || attribs.style === undefined) return named
  if (/font-weight\s*:\s*(?:bold|[6-9]00)/i.test(attribs.style)) return 'strong'
  return /font-style\s*:\s*italic/i.test(attribs.style) ? 'emphasis' : undefined
}

const ROLES: ReadonlyMap<string, Place> = new Map(
  Object.entries({
    navigation: place('navigation', 'role-attribute'),
    search: place('navigation', 'role-attribute'),
    contentinfo: place('navigation', 'role-attribute'),
    dialog: place('navigation', 'role-attribute'),
    alert: place('navigation', 'role-attribute'),
    complementary: place('related', 'role-attribute'),
  }),
)

/** What the attributes of an element say: hidden ones and landmarks beside the text are not read. */
export function attributesPlace({ name, attribs }: Element): Place | undefined {
  if ('hidden' in attribs || /display\s*:\s*none/i.test(attribs.style ?? ''))
    return place('navigation', 'hidden-element')
  if (attribs.role !== undefined && name !== 'main') return ROLES.get(attribs.role.toLowerCase())
  return undefined
}

/** All text of an element, as it stands. */
export function textOf(node: AnyNode): string {
  if (isText(node)) return node.data
  if (!isTag(node) || node.name === 'style' || node.name === 'script') return ''
  return node.name === 'br' ? '\n' : node.children.map(textOf).join('')
}

/** Whether an element that marks words stands around paragraphs, as sloppy pages have it. */
export function holdsParagraphs(element: Element): boolean {
  return element.children.some(
    (child) => isTag(child) && (PARAGRAPHS.has(child.name) || holdsParagraphs(child)),
  )
}

/** Where a link leads; undefined where it leads nowhere, or runs something. `base` makes it absolute. */
export function addressOf(element: Element, base: string | null): string | undefined {
  const href = element.attribs.href?.trim()
  if (href === undefined || href === '') return undefined
  if (base !== null && URL.canParse(href, base)) {
    const url = new URL(href, base)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
  }
  return /^(?!https?:|mailto:)[a-z][a-z\d+.-]*:/i.test(href) ? undefined : href
}
