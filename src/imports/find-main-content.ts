import { type Document, type Element, isTag, isText, type ParentNode } from 'domhandler'
import type { Place } from './block.ts'
import { attributesPlace, NEVER_READ, PARAGRAPHS } from './html-elements.ts'

/** A paragraph of running text is at least so long, and hardly linked. */
const RUNNING_CHARS_MIN = 60
const RUNNING_SHARE_MIN = 0.4
const LINKED_SHARE_MAX = 0.4
const CAPTION_CHARS_MAX = 150
const IMAGES = new Set(['img', 'picture', 'video', 'svg', 'amp-img'])
/** The element that is the text holds so much of the page's running text. */
const CONTENT_SHARE = 0.85
/** What the page itself marks as its text needs to hold less. */
const MARKED_SHARE = 0.4
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

/**
 * Elements of a page that are no part of its text, with what they are: what stands beside the element that holds the
 * running text, and what inside it is named as furniture. The text is what remains.
 */
export function findBesideContent(root: Document): Map<Element, Place> {
  const { measures, total, named } = nameFurnitureIn(root)
  const content = findContent(root, { measures, total, named })
  const places = new Map(named)
  const look = isTag(content) ? lookOf(content) : undefined
  for (let node: ParentNode = content; node.parent !== null; node = node.parent) {
    for (const sibling of node.parent.children) {
      if (!isTag(sibling) || sibling === node || places.has(sibling)) continue
      // A text in several parts: what looks alike beside it goes on with it.
      const isPart = lookOf(sibling) === look && (measures.get(sibling)?.running ?? 0) > 0
      if (!isPart) places.set(sibling, { kind: 'navigation', rule: 'outside-content', confidence: 0.8 })
    }
  }
  return places
}

function lookOf({ name, attribs }: Element): string {
  return `${name} ${attribs.class ?? ''}`
}

/** Lengths of the texts in an element: all, in links, and in paragraphs that read as running text. */
function measure(node: ParentNode, measures: Measures, charactersMin: number): Measure {
  const sum: Measure = { running: 0, text: 0, linked: 0 }
  let own = 0
  let ownLinked = 0
  for (const child of node.children) {
    if (isText(child)) own += child.data.trim().length
    if (!isTag(child) || child.name in NEVER_READ || attributesPlace(child) !== undefined) continue
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
  measures.set(node, sum)
  return sum
}

function nameFurnitureIn(root: Document): Known {
  const measures: Measures = new Map()
  const { running, text, linked } = measure(root, measures, RUNNING_CHARS_MIN)
  // A page of short lines is no less a text.
  const isShort = running < (text - linked) * RUNNING_SHARE_MIN
  const total = isShort ? measure(root, measures, 1).running : running
  const known: Known = { measures, total, named: new Map() }
  nameFurniture(root, known)
  return known
}

interface Known {
  measures: Measures
  total: number
  named: Map<Element, Place>
}

/** Words by which pages name what stands around their text, in class or id. */
const NAMED: [RegExp, Place][] = [
  [
    /\b(?:comments?|disqus|respond|kommentare?|comentarios)\b|comments?(?:list|section|area)/,
    at('navigation', 'comments'),
  ],
  [
    /\b(?:related|recommend\w*|more[-_]?(?:stories|articles|news|posts|from)|read[-_]?(?:more|next|also)|most[-_]?(?:read|popular)|trending|teasers?|outbrain|taboola|similar|next[-_]?up|onward|mehr[-_]?zum|weitere)\b/,
    at('related', 'related-class'),
  ],
  [
    /\b(?:newsletter|subscri\w*|sign[-_]?up|promo\w*|sponsor\w*|advert\w*|ads?|adsense|banner|donat\w*|paywall|membership|cta|callout[-_]newsletter|anzeige|werbung)\b/,
    at('promo', 'promo-class'),
  ],
  [
    /\b(?:share|sharing|social\w*|addtoany|breadcrumbs?|pagination|pager|menu|navbar|nav|navigation|toolbar|cookies?|consent|gdpr|popup|modal|overlay|login|search|skip[-_]?link|sidebar|widgets?|tags?|tag[-_]?(?:list|cloud)|toc|table[-_]of[-_]contents|print|footer)\b/,
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

/** The deepest element that holds nearly all running text that no furniture holds, or that the page marks as its text. */
function findContent(root: Document, known: Known): ParentNode {
  const marked: Element[] = []
  const seek = (parent: ParentNode) => {
    for (const child of parent.children) {
      if (!isTag(child) || known.named.has(child)) continue
      const { itemprop = '', role = '' } = child.attribs
      if (
        itemprop.toLowerCase() === 'articlebody' ||
        child.name === 'article' ||
        child.name === 'main' ||
        role === 'main'
      )
        marked.push(child)
      seek(child)
    }
  }
  seek(root)
  const open = new Map<ParentNode, number>()
  const total = openRunning(root, known, open)
  const holds = (node: ParentNode) => open.get(node) ?? 0
  const candidates = marked.filter((node) => holds(node) >= total * MARKED_SHARE)
  const start = candidates.reduce<ParentNode>(
    (best, node) => (best === root || holds(node) > holds(best) * 0.95 ? node : best),
    root,
  )
  let content = start
  for (;;) {
    const inner = content.children.find(
      (child) => isTag(child) && holds(child) > 0 && holds(child) >= holds(start) * CONTENT_SHARE,
    )
    if (inner === undefined || !isTag(inner)) return content
    content = inner
  }
}

/** Running text of an element without that of furniture in it. */
function openRunning(node: ParentNode, { measures, named }: Known, open: Map<ParentNode, number>): number {
  let inner = 0
  let lost = 0
  for (const child of node.children) {
    if (!isTag(child)) continue
    const whole = measures.get(child)?.running ?? 0
    if (named.has(child)) lost += whole
    else {
      const left = openRunning(child, { measures, named, total: 0 }, open)
      inner += left
      lost += whole - left
    }
  }
  const left = Math.max(inner, (measures.get(node)?.running ?? 0) - lost)
  open.set(node, left)
  return left
}
