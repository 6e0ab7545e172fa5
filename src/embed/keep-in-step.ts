/** Something that stands in a list: while what it shows is the same, it stays the node that it was. */
export interface Piece {
  key: string
  shows: object
  make: () => HTMLElement
}

const shown = new WeakMap<Element, string>()

/** Makes the children of an element those pieces. What did not change keeps its place, the focus and the selection. */
export function keepInStep(parent: HTMLElement, pieces: Piece[]): void {
  const known = new Map([...parent.children].map((node) => [shown.get(node), node]))
  const states = new Map(pieces.map((piece) => [piece.key + JSON.stringify(piece.shows), piece]))
  for (const [state, node] of known) if (state === undefined || !states.has(state)) node.remove()
  let next = parent.firstElementChild
  for (const [state, { make }] of states) {
    const node = known.get(state) ?? make()
    shown.set(node, state)
    if (node === next) next = next.nextElementSibling
    else parent.insertBefore(node, next)
  }
}
