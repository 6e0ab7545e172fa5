import type { VocabularyTopic } from '../topics/vocabulary.ts'
import type { Block, Mark } from './block.ts'
import type { ImportedArticle, ImportedPair, ImportedPerson, SegmentKind } from './contract.ts'
import { findPeople } from './find-people.ts'
import { mentionFinder } from './find-mentions.ts'
import { type TopicFinder, topicFinder } from './find-topics.ts'
import { personOfLabel } from './name-speakers.ts'
import type { Pair } from './pair-turns.ts'
import type { Page } from './read-page.ts'
import { writeMarkdown } from './write-markdown.ts'

/** What is known of a text besides its words. */
export interface ParseContext {
  vocabulary: VocabularyTopic[]
  /** `text/plain` if not given. */
  mediaType?: string
  /** Stands in for the publisher where the text names none. */
  fileName?: string
  url?: string
  /** BCP 47; guessed from the text if not given. */
  language?: string
}

/** A question of which so much is bold is set in bold; less is stressed by whoever asks. */
const SET_SHARE = 0.8
const PLAIN = { form: 'paragraph', level: 0, lead: { first: '', rest: '' } } as const

/** Words of the text that stand in for a missing title. */
const STAND_IN_CHARS = 80

/** The article that a placed document makes. */
export function writeArticle(page: Page, context: ParseContext): ImportedArticle {
  const title = titleOf(page)
  const names = namesOfSpeakers(page)
  const people = peopleOf(page, { title, names })
  const topics = topicFinder(context.vocabulary)
  const ofTitle = topics.ofLine(title)
  const dek = blocksOf(page, 'dek')
  const theme = new Set(ofTitle.map(({ slug }) => slug))
  const speakerOf = new Map(page.turns.map(({ block, speaker }) => [block, speaker]))
  const mentionsIn = mentionFinder(people.flatMap(({ role, name }) => (role === 'mentioned' ? [name] : [])))
  const known = { people, names, speakerOf, mentionsIn, topics, theme }
  return {
    title,
    dek: page.metadata.dek ?? dek[0]?.text ?? null,
    kind: kindOf(page, { people, names }),
    language: page.language,
    publishedAt: page.metadata.publishedAt ?? page.head.date?.publishedAt ?? null,
    intro: writeMarkdown(blocksOf(page, 'intro')),
    note: writeMarkdown(blocksOf(page, 'note')),
    people,
    topics: topicsOfArticle(page, {
      topics,
      lines: [ofTitle, ...dek.map(({ text }) => topics.ofLine(text))],
    }),
    source: {
      name: page.metadata.publisher ?? page.head.publisher ?? context.fileName ?? null,
      url: context.url ?? page.metadata.url,
      language: null,
    },
    qa: page.pairs.map((pair) => writePair(page, pair, known)),
  }
}

function titleOf({ head, blocks, places }: Page): string {
  if (head.titleText !== undefined) return head.titleText
  const words = blocks.find((_, index) => places[index]?.kind !== 'label')?.text ?? ''
  return words.length <= STAND_IN_CHARS ? words : `${words.slice(0, STAND_IN_CHARS).replace(/\s+\S*$/, '')} …`
}

function blocksOf({ blocks, places }: Page, kind: SegmentKind): Block[] {
  return blocks.filter((_, index) => places[index]?.kind === kind)
}

/** The person that each label stands for; a label of nobody is not in it. */
function namesOfSpeakers({ speakers, headText, words }: Page): Map<string, string> {
  const names = new Map<string, string>()
  for (const label of new Set(speakers?.nameOf.values())) {
    const person = personOfLabel(label, { head: headText, words, asks: speakers?.askers.has(label) === true })
    if (person !== null) names.set(label, person)
  }
  return names
}

function peopleOf(page: Page, known: { title: string; names: Map<string, string> }): ImportedPerson[] {
  const speaking = (turn: 'question' | 'answer') => {
    const labels = page.turns.flatMap((at) => (at.turn === turn && at.speaker !== null ? [at.speaker] : []))
    return [...new Set(labels.flatMap((label) => known.names.get(label) ?? []))]
  }
  const texts = (kinds: readonly SegmentKind[]) =>
    page.blocks.flatMap(({ text }, index) => {
      const isMeant = kinds.some((kind) => kind === page.places[index]?.kind)
      return isMeant ? [{ text, words: page.descriptions[index]?.words ?? [] }] : []
    })
  return findPeople({
    title: known.title,
    head: texts(['dek', 'byline', 'note', 'intro', 'bio']),
    body: texts(['question', 'answer']),
    askers: speaking('question'),
    answerers: speaking('answer'),
    isInterview: page.pairs.length > 0,
    language: page.language,
    words: page.words,
  })
}

function kindOf(
  page: Page,
  found: { people: ImportedPerson[]; names: Map<string, string> },
): ImportedArticle['kind'] {
  if (page.pairs.length === 0) return 'article'
  if (found.people.filter(({ role }) => role === 'interviewee').length > 1) return 'panel'
  const isPersonal = page.turns.some(
    ({ block, turn }) => turn === 'answer' && page.descriptions[block]?.me === true,
  )
  const hasPerson = found.people.some(({ role }) => role === 'interviewee') || found.names.size > 0
  return isPersonal || hasPerson ? 'interview' : 'faq'
}

function topicsOfArticle(
  page: Page,
  found: { topics: TopicFinder; lines: ImportedArticle['topics'][] },
): ImportedArticle['topics'] {
  const labelled = page.topicLabels.flatMap((label) => found.topics.ofLabel(label) ?? [])
  // What the publisher filed it under is better than what we can guess.
  const topics = labelled.length > 0 ? labelled : found.lines.flat()
  return [...new Map(topics.map((topic) => [topic.slug, topic])).values()]
}

/** A question as it is asked, without what sets it apart on its page: heading, bold, number. */
function asRunningText(block: Block): Block {
  if (block.markup === undefined || block.markup.form === 'code') return block
  const { text, markup } = block
  const isWhole = ({ kind, from, to }: Mark) =>
    (kind === 'strong' || kind === 'emphasis') && to - from >= text.length * SET_SHARE
  const marks = markup.marks.filter((mark) => !isWhole(mark))
  return { ...block, markup: { ...PLAIN, marks } }
}

/** What every pair of an article is written with. */
interface KnownOfPairs {
  people: ImportedPerson[]
  /** Persons by the label that stands for them. */
  names: Map<string, string>
  speakerOf: Map<number, string | null>
  mentionsIn: (words: string[]) => string[]
  topics: TopicFinder
  theme: ReadonlySet<string>
}

function writePair(page: Page, pair: Pair, known: KnownOfPairs): ImportedPair {
  const { blocks, descriptions } = page
  const text = (indexes: number[]) => indexes.flatMap((index) => blocks[index] ?? [])
  const words = (indexes: number[]) => indexes.flatMap((index) => descriptions[index]?.words ?? [])
  const named = (indexes: number[]) => [
    ...new Set(indexes.flatMap((index) => known.names.get(known.speakerOf.get(index) ?? '') ?? [])),
  ]
  const withRole = (role: string) =>
    known.people.filter((person) => person.role === role).map(({ name }) => name)
  const [asker] = [
    ...named(pair.question),
    ...(withRole('interviewer').length === 1 ? withRole('interviewer') : []),
  ]
  const answerers = named(pair.answer)
  const question = text(pair.question)
  const answerWords = words(pair.answer)
  const asked = question.map((block) => block.text).join('\n')
  return {
    question: writeMarkdown(question.map(asRunningText)) ?? '',
    answer: writeMarkdown(text(pair.answer)) ?? '',
    askedBy: asker ?? null,
    answeredBy: answerers.length > 0 ? answerers : withRole('interviewee').slice(0, 1),
    mentions: known.mentionsIn([...words(pair.question), ...answerWords]),
    topics: known.topics.ofPair({ question: asked, answer: answerWords }, known.theme),
  }
}
