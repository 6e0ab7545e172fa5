import type { ImportedPerson, SegmentKind } from './contract.ts'
import { isCredit } from './find-closing.ts'
import { findInterviewee } from './find-interviewee.ts'
import { findPeople, type TextOfPeople } from './find-people.ts'
import { type FullNames, fullNamesIn, NOBODY, personOfLabel } from './name-speakers.ts'
import type { Label } from './read-labels.ts'
import { namesIn } from './read-names.ts'
import type { Page } from './read-page.ts'
import { wordsIn } from './words.ts'

/** In his first answers somebody may say who he is; in the first questions whoever asks says who is there. */
const INTRODUCTIONS = 2

/** The person that each label stands for; a label of nobody is not in it. */
export function namesOfSpeakers(page: Page): Map<string, string> {
  const { speakers, headText, metadata, words } = page
  const names = new Map<string, string>()
  let known: FullNames | undefined
  const introductions = page.pairs
    .slice(0, INTRODUCTIONS)
    .flatMap(({ question }) => question.flatMap((index) => page.blocks[index]?.text ?? []))
  const namesOf = (texts: string[]) => fullNamesIn(texts.join('\n'), words)
  const fullNames = () =>
    (known ??= new Map([...namesOf(introductions), ...namesOf([headText, ...metadata.authors])]))
  for (const label of new Set(speakers?.nameOf.values())) {
    if (speakers?.askers.has(label) === true && isPublisher(label, page)) continue
    const person = personOfLabel(label, { fullNames, words, asks: speakers?.askers.has(label) === true })
    if (person !== null) names.set(label, person)
  }
  return names
}

/** People of a placed document: as labels, credits, bylines, its own front matter and its sentences name them. */
export function peopleOf(page: Page, known: { title: string; names: Map<string, string> }): ImportedPerson[] {
  const speaking = (turn: 'question' | 'answer') => {
    const labels = page.turns.flatMap((at) => (at.turn === turn && at.speaker !== null ? [at.speaker] : []))
    return [...new Set(labels.flatMap((label) => known.names.get(label) ?? []))]
  }
  const texts = (kinds: readonly SegmentKind[]) =>
    page.blocks.flatMap(({ text }, index) => {
      const isMeant = kinds.some((kind) => kind === page.places[index]?.kind)
      return isMeant ? [{ text, words: page.descriptions[index]?.words ?? [] }] : []
    })
  const { asker, answerer } = page.opening
  const labelledAskers = [...speaking('question'), ...personOf(page, asker, true)]
  const labelled = [...speaking('answer'), ...personOf(page, answerer, false)]
  const found = labelled.length > 0 || page.pairs.length === 0 ? undefined : intervieweeOf(page, known.title)
  const answerers = found === undefined ? labelled : [found]
  return findPeople({
    title: known.title,
    bylines: texts(['byline']),
    head: [...metadataTexts(page), ...texts(['dek', 'note', 'intro', 'bio'])],
    body: texts(['question', 'answer']),
    askers: labelledAskers.length > 0 ? labelledAskers : creditedAskers(page, answerers),
    answerers,
    authors: page.metadata.authors.flatMap(authorOf),
    isInterview: page.pairs.length > 0,
    isPersonal: isPersonal(page),
    language: page.language,
    words: page.words,
  })
}

/** Whether somebody speaks of himself in the answers. */
export function isPersonal({ turns, descriptions }: Page): boolean {
  return turns.some(({ block, turn }) => turn === 'answer' && descriptions[block]?.me === true)
}

function personOf(page: Page, label: Label | undefined, asks: boolean): string[] {
  if (label === undefined || isPublisher(label.name, page) || page.pairs.length === 0) return []
  const { headText, words } = page
  return [
    personOfLabel(label.name, { fullNames: () => fullNamesIn(headText, words), words, asks }) ?? [],
  ].flat()
}

/** Whether a label is the publisher's name, or the word of it that says whose it is: "Echo" of "The Evening Echo". */
function isPublisher(label: string, { metadata, head }: Page): boolean {
  const name = wordsIn(metadata.publisher ?? head.publisher ?? '').join(' ')
  return ` ${name} `.includes(` ${wordsIn(label).join(' ')} `)
}

/** An author's name without what stands in brackets; none of a desk, an account or a single word. */
function authorOf(name: string): string[] {
  const bare = name.replace(/\s*[([].*$/u, '').replace(/^(?:by|von|par|por|di)\s+/iu, '')
  const isName = /^(?:\p{Lu}\S* (?:\S+ )*\p{Lu}|\p{Script=Han}{2,4}$)/u.test(bare)
  return isName && !NOBODY.test(bare) ? [bare] : []
}

function intervieweeOf(page: Page, title: string): string | undefined {
  return findInterviewee({
    title,
    dek: page.metadata.dek ?? '',
    head: ['dek', 'intro', 'bio', 'note'].flatMap((kind) =>
      page.blocks.flatMap(({ text }, index) => (page.places[index]?.kind === kind ? [text] : [])),
    ),
    answers: page.pairs
      .slice(0, INTRODUCTIONS)
      .flatMap(({ answer }) => page.blocks[answer[0] ?? -1]?.text ?? []),
    words: page.words,
  })
}

/** Names in the credits behind the interview: whoever is named there and does not answer has asked. */
function creditedAskers(page: Page, answerers: string[]): string[] {
  const credits = page.blocks.filter((block, index) => {
    const description = page.descriptions[index]
    const isBox = block.markup?.place !== undefined && description !== undefined
    return (
      page.places[index]?.rule === 'credit-line' || (isBox && isCredit(block.text, description, page.words))
    )
  })
  const names = credits.flatMap(({ text }) => namesIn(text, page.words).map(({ parts }) => parts.join(' ')))
  return [...new Set(names)].filter((name) => !answerers.includes(name))
}

/** What the format says above the text; a title's capitals are no sign of names. */
function metadataTexts({ metadata: { dek } }: Page): TextOfPeople[] {
  return dek === null ? [] : [{ text: dek, words: wordsIn(dek) }]
}
