/**
 * What joins the two panes: pointing at a part lights it in both, a click or Enter on a segment leads to its part of
 * the article. Without it the page shows the same, and its links lead to the source.
 */
export const PAGE_SCRIPT = `
'use strict'
const parts = new Map()
for (const element of document.querySelectorAll('[data-part]')) {
  const name = element.dataset.part
  if (!parts.has(name)) parts.set(name, [])
  parts.get(name).push(element)
}
const besideEachOther = matchMedia('(min-width: 62rem)')
let lit

const partAt = (target) => (target instanceof Element ? target.closest('[data-part]') : null)

function light(name) {
  if (name === lit) return
  for (const element of parts.get(lit) ?? []) element.classList.remove('lit')
  for (const element of parts.get(name) ?? []) element.classList.add('lit')
  lit = name
}

function counterpartOf(element) {
  const pane = element.closest('.pane')
  const others = parts.get(element.dataset.part).filter((each) => !pane.contains(each))
  return others.find((each) => !each.classList.contains('out'))
}

document.addEventListener('pointerover', ({ target }) => light(partAt(target)?.dataset.part))
document.addEventListener('focusin', ({ target }) => light(partAt(target)?.dataset.part))
document.addEventListener('click', ({ target }) => {
  const element = partAt(target)
  // Who selects words, or follows a link, wants no other jump; nor does who taps where one pane is below the other.
  if (!element || target.closest('a') || !getSelection().isCollapsed || !besideEachOther.matches) return
  counterpartOf(element)?.scrollIntoView()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('span[data-part]')) return
  const counterpart = counterpartOf(event.target)
  counterpart?.scrollIntoView()
  counterpart?.focus({ preventScroll: true })
})
`
