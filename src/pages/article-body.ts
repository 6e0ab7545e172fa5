import type { Article } from '../articles/contract.ts'
import type { PersonRef, Source, TopicRef } from '../contract.ts'
import type { Correction } from '../corrections/contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import { contentTypeOfFile } from '../imports/media-type.ts'
import type { QaPair } from '../qa/contract.ts'
import { asHeading, within } from './rich-html.ts'
import { languageOf, personLink, type Site, topicLinks } from './site.ts'
import { CORRECTIONS, dayOf, inARow, LANGUAGE, questionName } from './words.ts'

/** Whose names stand before what they say. */
interface Labels {
  askers: boolean
  answerers: boolean
}

/** The text of an article, with what was put right in an answer below it. */
export function bodyOf({ intro, qa, language }: Article, corrections: Correction[]): HtmlSafeString {
  const text =
    intro && markup`<div class="prose${qa.length > 0 ? ' intro' : ''}">${within(intro.html, 2)}</div>`
  const labels = {
    askers: areSeveral(qa.map(({ askedBy }) => (askedBy ? [askedBy] : []))),
    answerers: areSeveral(qa.map(({ answeredBy }) => answeredBy)),
  }
  const pairs = qa.map((pair) => {
    const own = corrections.filter((correction) => correction.qa === pair.id)
    return markup`\n${pairOf(pair, labels)}${own.map(correctionOf)}</section>`
  })
  return markup`<div class="body"${languageOf(language)}>${text ?? ''}${pairs}\n</div>`
}

function areSeveral(speakers: PersonRef[][]): boolean {
  return new Set(speakers.flat().map(({ id }) => id)).size > 1
}

function pairOf(
  { anchor, position, question, answer, askedBy, answeredBy }: QaPair,
  labels: Labels,
): HtmlSafeString {
  const { inside, rest } = question.text === '' ? unnamed(position) : asHeading(question)
  const more = rest === '' ? '' : markup`<div class="question">${within(rest, 3)}</div>`
  const permalink = `Link to question ${position}`
  return markup`<section class="pair">
<a class="permalink" href="#${anchor}" aria-label="${permalink}" lang="${LANGUAGE}">${position}</a>
${labels.askers && askedBy ? labelOf([askedBy]) : ''}
<h2 id="${anchor}">${inside}</h2>${more}
${labels.answerers && answeredBy.length > 0 ? labelOf(answeredBy) : ''}
<div class="prose" id="${anchor}-answer">${within(answer.html, 3)}</div>
`
}

function unnamed(position: number): ReturnType<typeof asHeading> {
  return { inside: markup`${questionName(position)}`, rest: '' }
}

function labelOf(speakers: PersonRef[]): HtmlSafeString {
  return markup`<p class="speaker">${inARow(speakers.map(({ name }) => name))}</p>`
}

function correctionOf({ id, kind, at, text }: Correction): HtmlSafeString {
  return markup`<div class="correction" role="note" id="${id}">
<p class="label" lang="${LANGUAGE}"><bdi>${CORRECTIONS[kind]}, <time datetime="${at}">${dayOf(at)}</time></bdi></p>
<div class="prose">${within(text.html, 3)}</div>
</div>`
}

/** What stands below the text: corrections of the whole, the note, topics, who else it speaks of, where it comes from. */
export function endOf(site: Site, article: Article, corrections: Correction[]): HtmlSafeString {
  const { note, people, source, url, qa, language } = article
  const ofWhole = corrections.filter(({ qa: pairId }) => !qa.some(({ id }) => id === pairId))
  const mentioned = people.filter(({ role }) => role === 'mentioned')
  const topics = topicsOf(article)
  return markup`<footer>
${ofWhole.length > 0 ? markup`<section class="corrections"><h2>Corrections</h2>${ofWhole.map(correctionOf)}</section>` : ''}
${note === null ? '' : markup`<div class="prose note"${languageOf(language)}>${within(note.html, 2)}</div>`}
${topics.length > 0 ? markup`<section><h2>Topics</h2>${topicLinks(site, topics)}</section>` : ''}
${mentioned.length > 0 ? markup`<section><h2>Mentioned</h2>${linksTo(site, mentioned)}</section>` : ''}
${sourceOf(source)}
<p class="address">${url}</p>
</footer>`
}

/** Those of the article, then those that only answers have. */
function topicsOf({ topics, qa }: Article): TopicRef[] {
  const all = [...topics, ...qa.flatMap((pair) => pair.topics)]
  return [...new Map(all.map((topic) => [topic.id, topic])).values()]
}

function linksTo(site: Site, people: PersonRef[]): HtmlSafeString {
  return markup`<ul class="people">${people.map((person) => markup`<li>${personLink(site, person)}</li>`)}</ul>`
}

/** Who published it before; the name of a file is nothing to readers. */
function sourceOf({ name, url }: Source): HtmlSafeString {
  if (url !== null && /^https?:/i.test(url)) {
    const link = markup`<a href="${url}" rel="external">${name ?? new URL(url).host}</a>`
    return markup`<p class="source">First published by ${link}</p>`
  }
  const isPublisher = name !== null && contentTypeOfFile(name) === undefined
  return isPublisher ? markup`<p class="source">Source: ${name}</p>` : markup``
}
