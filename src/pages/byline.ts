import type { PersonRef } from '../contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import { personLink, type Site } from './site.ts'
import { CREDITS, inARow } from './words.ts'

/** Who did what for an article, each with a link and the title they are introduced with. */
export function bylineOf(site: Site, people: PersonRef[]): HtmlSafeString {
  const entries = CREDITS.flatMap(([role, words]) => {
    const inRole = people.filter((person) => person.role === role)
    if (inRole.length === 0) return []
    const names = inRole.map((person) => {
      const title = person.title ? markup`<span class="title">${person.title}</span>` : ''
      return markup`<dd>${personLink(site, person)}${title}</dd>`
    })
    return [markup`<div><dt>${words}</dt>${names}</div>`]
  })
  return entries.length === 0 ? markup`` : markup`<dl class="byline">${entries}</dl>`
}

/** The same in a line, of those who speak, or else of who wrote it; '' where nobody is named. */
export function bylineInWords(people: PersonRef[]): string {
  const speakers = CREDITS.filter(([role]) => role === 'interviewee' || role === 'author')
  for (const [role, words] of speakers) {
    const names = people.filter((person) => person.role === role).map(({ name }) => name)
    if (names.length > 0) return `${words} ${inARow(names)}`
  }
  return ''
}
