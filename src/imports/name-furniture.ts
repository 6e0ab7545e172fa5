import { type Document, type Element, isTag, isText, type ParentNode } from 'domhandler'
import type { Place } from './block.ts'
import { attributesPlace, NEVER_READ, PARAGRAPHS } from './html-elements.ts'

/** A paragraph of running text is at least so long, and hardly linked. */
const RUNNING_CHARS_MIN = 60
const RUNNING_SHARE_MIN = 0.4
const LINKED_SHARE_MAX = 0.4
const CAPTION_CHARS_MAX = 150
const IMAGES = new Set(['img', 'picture', 'video', 'svg', 'amp-img'])
/** An element named after furniture is the text nevertheless if it holds so much of it. */
const FURNITURE_SHARE_MAX = 0.3

/** Elements that are named as furniture, with what they are: what a fragment needs, which has nothing else beside its text. */
export function findNamedFurniture(root: Document): Map<Element, Place> {
  return nameFurnitureIn(root).named
}

interface Measure {
  running: number
  text: number
  linked: number
}

type Measures = Map<ParentNode, Measure>

/** Lengths of the texts in an element: all, in links, and in paragraphs that read as running text. */
function measure(node: ParentNode, measures: Measures, charactersMin: number): Measure {
  const sum: Measure = { running: 0, text: 0, linked: 0 }
  let own = 0
  let ownLinked = 0
  for (const child of node.children) {
    if (isText(child)) own += child.data.trim().length
    if (!isTag(child) || NEVER_READ.has(child.name) || attributesPlace(child) !== undefined) continue
    const inner = measure(child, measures, charactersMin)
    sum.running += inner.running
    if (PARAGRAPHS.has(child.name) || inner.running > 0) {
      sum.text += inner.text
      sum.linked += inner.linked
    } else {
      own += inner.text
      ownLinked += child.name === 'a' ? inner.text : inner.linked
    }
  }
  if (own >= charactersMin && ownLinked <= own * LINKED_SHARE_MAX) sum.running += own
  sum.text += own
  sum.linked += ownLinked
  // A card that leads to another page is no running text, however much it says.
  if (isTag(node) && node.name === 'a' && node.attribs.href !== undefined) {
    sum.running = 0
    sum.linked = sum.text
  }
  measures.set(node, sum)
  return sum
}

/** The elements of a page that are named as furniture, with what was measured on the way. */
export function nameFurnitureIn(root: Document): Known {
  const measures: Measures = new Map()
  const { running, text, linked } = measure(root, measures, RUNNING_CHARS_MIN)
  // A page of short lines is no less a text.
  const isShort = running < (text - linked) * RUNNING_SHARE_MIN
  const total = isShort ? measure(root, measures, 1).running : running
  const known: Known = { measures, total, named: new Map() }
  nameFurniture(root, known)
  return known
}

export interface Known {
  measures: Measures
  total: number
  named: Map<Element, Place>
}

/** Words by which pages name what stands around their text, in class or id. */
const NAMED: [RegExp, Place][] = [
  [
    /\b(?:comments?|respond|kommentare?|comentarios)\b|comments?(?:list|section|area)/,
    at('navigation', 'comments'),
  ],
  [
    /\b(?:related|recommend\w*|more[-_]?(?:stories|articles|news|posts|from)|read[-_]?(?:more|next|also)|most[-_]?(?:read|popular)|trending|teasers?|similar|next[-_]?up|onward|mehr[-_]?zum|weitere)\b/,
    at('related', 'related-class'),
  ],
  [
    /\b(?:newsletter|subscri\w*|sign[-_]?up|promo\w*|sponsor\w*|advert\w*|ads?|banner|donat\w*|paywall|membership|cta|callout[-_]newsletter|anzeige|werbung)\b/,
    at('promo', 'promo-class'),
  ],
  [
    /\b(?:share|sharing|social\w*|breadcrumbs?|pagination|pager|menu|navbar|nav|navigation|toolbar|cookies?|consent|gdpr|popup|modal|overlay|login|search|skip[-_]?link|sidebar|widgets?|tags?|tag[-_]?(?:list|cloud)|toc|table[-_]of[-_]contents|print|footer)\b/,
    at('navigation', 'furniture-class'),
  ],
  [
    /\b(?:author|writer)[-_]?(?:bio|box|info|card|profile|description|about)\b|\babout[-_](?:the[-_])?author\b|\bbio\b|\bautorenbox\b/,
    at('bio', 'bio-class'),
  ],
  [/\bpull[-_]?quotes?\b|\bpullquote\b/, at('pull-quote', 'pull-quote-class')],
  [
    /\b(?:alert|callouts?|admonition|info-?box|infobox|factbox|sidenote|tip-?box|kasten|encadr[eé])\b/,
    at('related', 'box-class'),
  ],
  [
    /\b(?:wp-)?caption(?:-text)?\b|\bcredits?\b|\bimage[-_](?:caption|credit)\b|\bbildunterschrift\b/,
    at('caption', 'caption-class'),
  ],
]

function at(kind: Place['kind'], rule: string): Place {
  return { kind, rule, confidence: 0.85 }
}

function nameFurniture(parent: ParentNode, known: Known): void {
  for (const child of parent.children) {
    if (!isTag(child)) continue
    const place =
      child.name === 'body' || child.name === 'html' ? undefined : (placeOf(child) ?? captionOf(child, known))
    const running = known.measures.get(child)?.running ?? 0
    const isText = running > known.total * FURNITURE_SHARE_MAX
    if (place !== undefined && !isText) known.named.set(child, place)
    else nameFurniture(child, known)
  }
}

/** An image with a line beside it in an element of their own: the line is its caption. */
function captionOf(element: Element, { measures }: Known): Place | undefined {
  const { running, text } = measures.get(element) ?? { running: 0, text: 0 }
  const isBox = ['div', 'section', 'td', 'span', 'a'].includes(element.name)
  if (!isBox || running > 0 || text === 0 || text > CAPTION_CHARS_MAX || !holdsImage(element))
    return undefined
  return { kind: 'caption', rule: 'beside-image', confidence: 0.7 }
}

function holdsImage(parent: ParentNode): boolean {
  return parent.children.some((child) => isTag(child) && (IMAGES.has(child.name) || holdsImage(child)))
}

function placeOf(element: Element): Place | undefined {
  const { name, attribs } = element
  if (name === 'aside') return { kind: 'related', rule: 'aside-element', confidence: 0.8 }
  if (name === 'form') return { kind: 'navigation', rule: 'form-element', confidence: 0.9 }
  if (!PARAGRAPHS.has(name) && name !== 'span' && name !== 'a') return undefined
  const words = `${attribs.class ?? ''} ${attribs.id ?? ''}`.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
  if (words === ' ') return undefined
  // Parts of compound names count as words: "article__share-bar".
  const parts = words.replace(/__|--|_/g, ' ')
  return NAMED.find(([pattern]) => pattern.test(parts))?.[1]
}
