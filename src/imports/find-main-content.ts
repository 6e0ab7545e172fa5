import { type Document, type Element, isTag, type ParentNode } from 'domhandler'
import type { Place } from './block.ts'
import { type Known, nameFurnitureIn } from './name-furniture.ts'

/** The element that is the text holds so much of the page's running text. */
const CONTENT_SHARE = 0.85
/** Elements that can be a text; others are parts of one. */
const CONTAINERS = new Set('html body main article section div form table tbody tr td center'.split(' '))
/** What the page itself marks as its text needs to hold less. */
const MARKED_SHARE = 0.4

/**
 * Elements of a page that are no part of its text, with what they are: what stands beside the element that holds the
 * running text, and what inside it is named as furniture. The text is what remains.
 */
export function findBesideContent(root: Document): Map<Element, Place> {
  const { measures, total, named } = nameFurnitureIn(root)
  const content = findContent(root, { measures, total, named })
  const places = new Map(named)
  for (let node: ParentNode = content; node.parent !== null; node = node.parent) {
    for (const sibling of node.parent.children) {
      if (!isTag(sibling) || sibling === node || places.has(sibling)) continue
      // A text in several parts: what looks alike beside it goes on with it.
      const isAlike = isTag(node) && lookOf(sibling) === lookOf(node)
      const isPart = isAlike && (measures.get(sibling)?.running ?? 0) > 0
      if (!isPart) places.set(sibling, { kind: 'navigation', rule: 'outside-content', confidence: 0.8 })
    }
  }
  return places
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
