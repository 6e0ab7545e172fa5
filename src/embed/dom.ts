/** An element with attributes, and what is in it; an attribute that is undefined is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | undefined> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(attribute, value)
  made.append(...inside)
  return made
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const

/** A heading of a level; below the sixth there is none. */
export function heading(
  level: number,
  attributes: Record<string, string | undefined>,
  ...inside: (Node | string)[]
): HTMLElement {
  return element(HEADINGS[level - 1] ?? 'h6', attributes, ...inside)
}
