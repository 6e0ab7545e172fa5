import type { RichText } from '../contract.ts'
import { headingsFrom } from '../representations/headings-from.ts'

/** Where a text stands. */
export interface Place {
  /** That of its highest headings. */
  level: number
  /** What its addresses are relative to. */
  base: string
}

// Parts of the platform that TypeScript does not know yet: https://wicg.github.io/sanitizer-api/,
// https://w3c.github.io/trusted-types/.
declare global {
  interface HTMLTemplateElement {
    setHTML?: (html: string, options: { sanitizer: object }) => void
  }
  var trustedTypes: {
    createPolicy: (name: string, rules: { createHTML: (html: string) => string }) => Policy
  }
}
interface Policy {
  createHTML: (html: string) => string
}

let policy: Policy | undefined

/** Published HTML as nodes that stand in any page: whole addresses, and headings that begin at a level. */
export function nodesOf({ html }: Pick<RichText, 'html'>, { level, base }: Place): DocumentFragment {
  // What is in a template loads nothing and runs nothing; where the browser can tell, nothing that would run gets in.
  const template = document.createElement('template')
  const placed = headingsFrom(level, html)
  if (template.setHTML) template.setHTML(placed, { sanitizer: {} })
  else {
    policy ??=
      'trustedTypes' in globalThis ? trustedTypes.createPolicy('colloquy', { createHTML }) : { createHTML }
    template.innerHTML = policy.createHTML(placed)
  }
  for (const name of ['href', 'src'])
    for (const node of template.content.querySelectorAll(`[${name}]`)) {
      const whole = URL.parse(node.getAttribute(name) ?? '', base)
      if (whole) node.setAttribute(name, whole.href)
    }
  return template.content
}

/** The service sanitised it. */
function createHTML(html: string): string {
  return html
}

/** A text under a heading of its own: its first paragraph, else its words; and the rest. */
export function headed(text: RichText, place: Place): { line: (Node | string)[]; rest: DocumentFragment } {
  const rest = nodesOf(text, place)
  const first = rest.firstElementChild
  if (first?.localName !== 'p') return { line: [text.text], rest: document.createDocumentFragment() }
  first.remove()
  return { line: [...first.childNodes], rest }
}
