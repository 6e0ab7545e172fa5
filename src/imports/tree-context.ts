import type { Element } from 'domhandler'
import type { Markup, Place } from './block.ts'

const LOOK_CHARS_MAX = 200

/** What the elements around a text say of it. */
export interface Context {
  form: Markup['form']
  level: number
  lead: Markup['lead']
  /** See `Markup`. */
  look?: string
  /** Of all that stands in a box beside the text. */
  place?: Place
}

/** Of a text that nothing is said of. */
export const PLAIN: Context = { form: 'paragraph', level: 0, lead: { first: '', rest: '' } }

/** The context inside an element that has classes, styles or data of its own; its parent's where it has none. */
export function withLook({ attribs }: Element, context: Context): Context {
  const signs = Object.entries(attribs).flatMap(([name, value]) =>
    name === 'class' || name === 'style' || (name.startsWith('data-') && /^[a-z-]{1,12}$/.test(value))
      ? [value]
      : [],
  )
  const look = signs.join(' ')
  return look === '' || look.length > LOOK_CHARS_MAX ? context : { ...context, look }
}
