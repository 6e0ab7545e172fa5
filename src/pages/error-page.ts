import { type HtmlSafeString, markup } from '../http/markup.ts'
import { type Problem, type ProblemCode, problems } from '../problem.ts'
import type { Site } from './site.ts'
import type { Page } from './write-page.ts'

/** What readers are told, where a problem's own words are for programs. */
const WORDS: Partial<Record<ProblemCode, { title: string; text: string }>> = {
  not_found: {
    title: 'There is nothing here',
    text: 'Perhaps it was taken down, or the address has a slip in it.',
  },
  invalid_request: { title: 'This address cannot be read', text: 'A part of it is not as it should be.' },
  cursor_mismatch: { title: 'This list has changed', text: 'Begin again at its beginning.' },
  unauthenticated: {
    title: 'Who reads here has to sign in',
    text: 'Your key or session is missing or has ended.',
  },
  internal: { title: 'Something broke on our side', text: 'We have noted it. Please try again.' },
  unavailable: { title: 'There is too much to do', text: 'Please try again in a moment.' },
}

/** That something failed, in a reader's words. Pure. */
export function errorPage(site: Site, { code, message }: Problem): Page {
  const { title, text } = WORDS[code] ?? { title: problems[code].title, text: message }
  return plainPage(site, title, markup`<p>${text}</p>`)
}

/** That an article was retracted, with the notice. Pure. */
export function retractionPage(site: Site, notice: HtmlSafeString): Page {
  return plainPage(site, 'This article was retracted', markup`<div class="prose">${notice}</div>`)
}

function plainPage({ base }: Site, title: string, text: HtmlSafeString): Page {
  return {
    ...{ title, description: title, url: null, kind: 'website' },
    main: markup`<header class="about"><h1>${title}</h1>
${text}
<p><a href="${base}/">To the newest articles</a></p></header>`,
  }
}
