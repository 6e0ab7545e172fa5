import { type Document, type Element, isTag, type ParentNode } from 'domhandler'
import type { Place } from './block.ts'
import { textOf } from './html-elements.ts'
import { type Known, nameFurnitureIn } from './name-furniture.ts'

/** The element that is the text holds so much of the page's running text. */
const CONTENT_SHARE = 0.85
/** Elements that can be a text; others are parts of one. */
const CONTAINERS = new Set('html body main article section div form table tbody tr td center'.split(' '))
/** What the page itself marks as its text needs to hold less. */
const MARKED_SHARE = 0.4
/** Longer than this stands between headline and text what is neither byline nor standfirst. */
const HEAD_CHARS_MAX = 600
const LINKED_SHARE_MAX = 0.6
const BYLINE_CHARS_MAX = 60

/**
 * Elements of a page that are no part of its text, with what they are: what stands beside the element that holds the
 * running text, and what inside it is named as furniture. The text is what remains, with the few lines between the
 * headline, which says `title`, and it: day, byline, standfirst.
 */
export function findBesideContent(root: Document, title: string | null): Map<Element, Place> {
  const { measures, total, named } = nameFurnitureIn(root)
  const content = findContent(root, { measures, total, named })
  const places = new Map(named)
  const head = findHead(content, { measures, total, named }, title)
  for (let node: ParentNode = content; node.parent !== null; node = node.parent) {
    for (const sibling of node.parent.children) {
      if (!isTag(sibling) || sibling === node || places.has(sibling)) continue
      if (head.has(sibling)) {
        placeLinks(sibling, measures, places)
        continue
      }
      // A text in several parts: what looks alike beside it goes on with it.
      const isAlike = isTag(node) && lookOf(sibling) === lookOf(node)
      const isPart = isAlike && (measures.get(sibling)?.running ?? 0) > 0
      if (!isPart) places.set(sibling, { kind: 'navigation', rule: 'outside-content', confidence: 0.8 })
    }
  }
  return places
}

/** Elements from the headline to the content, where it stands before it: those that are short. */
function findHead(content: ParentNode, { measures, named }: Known, title: string | null): Set<Element> {
  const between: Element[] = []
  for (let node = content; title !== null && node.parent !== null; node = node.parent) {
    const siblings: ParentNode['children'] = node.parent.children
    const before = siblings
      .slice(
        0,
        siblings.findIndex((sibling) => sibling === node),
      )
      .filter(isTag)
    const headline = before.findLastIndex((element) => !named.has(element) && holdsHeadline(element, title))
    between.push(...before.slice(Math.max(0, headline)))
    if (headline < 0) continue
    return new Set(between.filter((element) => (measures.get(element)?.text ?? 0) <= HEAD_CHARS_MAX))
  }
  return new Set()
}

/** Places what between headline and content leads to other pages; a byline may be a link, too. */
function placeLinks(element: Element, measures: Known['measures'], places: Map<Element, Place>): void {
  const { text, linked } = measures.get(element) ?? { text: 0, linked: 0 }
  const isLinks = linked > text * LINKED_SHARE_MAX
  if (isLinks && (text > BYLINE_CHARS_MAX || /^(?:h[2-6]|ul|ol)$/.test(element.name)))
    places.set(element, { kind: 'related', rule: 'links-below-headline', confidence: 0.7 })
  else
    for (const child of element.children)
      if (isTag(child) && !places.has(child)) placeLinks(child, measures, places)
}

function holdsHeadline(element: Element, title: string): boolean {
  if (element.name === 'h1') return textOf(element).replace(/\s+/g, ' ').trim() === title
  return element.children.some((child) => isTag(child) && holdsHeadline(child, title))
}

function lookOf({ name, attribs }: Element): string {
  return `${name} ${attribs.class ?? ''}`
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
      (child) =>
        isTag(child) &&
        CONTAINERS.has(child.name) &&
        holds(child) > 0 &&
        holds(child) >= holds(start) * CONTENT_SHARE,
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
