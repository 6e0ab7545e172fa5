import type { VocabularyTopic } from '../topics/vocabulary.ts'
import type { Block, Mark } from './block.ts'
import type { ImportedArticle, ImportedPair, ImportedPerson, SegmentKind } from './contract.ts'
import { mentionFinder } from './find-mentions.ts'
import { type TopicFinder, topicFinder } from './find-topics.ts'
import { isPersonal, namesOfSpeakers, peopleOf } from './name-people.ts'
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

/** Fewer times may be those of a programme. */
const STAMPS_MIN = 3
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
  const labelled = labelledTopics(page, topics)
  const theme = new Set(ofTitle.map(({ slug }) => slug))
  const speakerOf = new Map(page.turns.map(({ block, speaker }) => [block, speaker]))
  const mentionsIn = mentionFinder(people.flatMap(({ role, name }) => (role === 'mentioned' ? [name] : [])))
  const withRole = (role: ImportedPerson['role']) =>
    people.flatMap((person) => (person.role === role ? [person.name] : []))
  const interviewers = withRole('interviewer')
  const interviewees = withRole('interviewee')
  const known = { interviewers, interviewees, names, speakerOf, mentionsIn, topics, theme }
  return {
    title,
    dek: longest([page.metadata.dek, dek[0]?.text]),
    kind: kindOf(page, { people, names }),
    language: page.language,
    publishedAt: page.metadata.publishedAt ?? page.head.date?.publishedAt ?? dateOfFile(context.fileName),
    intro: writeMarkdown(blocksOf(page, 'intro')),
    note: writeMarkdown(blocksOf(page, 'note')),
    people,
    // What the publisher filed it under is better than what we can guess.
    topics:
      labelled.length > 0
        ? labelled
        : distinct([ofTitle, ...dek.map(({ text }) => topics.ofLine(text))].flat()),
    source: {
      name: page.metadata.publisher ?? page.head.publisher ?? context.fileName ?? null,
      url: context.url ?? page.metadata.url,
      language: null,
    },
    qa: page.pairs.map((pair) => writePair(page, pair, known)),
  }
}

function longest(texts: (string | null | undefined)[]): string | null {
  return texts.reduce<string | null>(
    (best, text) => ((text?.length ?? 0) > (best?.length ?? 0) ? (text ?? null) : best),
    null,
  )
}

function titleOf({ head, blocks, places }: Page): string {
  if (head.titleText !== undefined) return head.titleText
  const words = blocks.find((_, index) => places[index]?.kind !== 'label')?.text ?? ''
  return words.length <= STAND_IN_CHARS ? words : `${words.slice(0, STAND_IN_CHARS).replace(/\s+\S*$/, '')} …`
}

/** Site generators keep the day of a post in the name of its file: `2016-07-11-title.md`. null where there is none. */
function dateOfFile(fileName: string | undefined): string | null {
  const day = /(?:^|[^\d])(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\d])/.exec(fileName ?? '')?.[1]
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : `${day}T00:00:00.000Z`
}

function blocksOf({ blocks, places }: Page, kind: SegmentKind): Block[] {
  return blocks.filter((_, index) => places[index]?.kind === kind)
}

/** Whether times in a recording stand beside what is said. */
function isRecorded({ blocks, places, stretches }: Page): boolean {
  const stamped = blocks.filter(({ text }, index) => {
    const kind = places[index]?.kind
    return (kind === 'label' || places[index]?.rule === 'time-stamp') && /\d{1,2}:\d{2}/.test(text)
  })
  return stamped.length + stretches.filter(({ place }) => place.rule === 'cue-time').length >= STAMPS_MIN
}

function kindOf(
  page: Page,
  found: { people: ImportedPerson[]; names: Map<string, string> },
): ImportedArticle['kind'] {
  if (page.pairs.length === 0) return 'article'
  if (isRecorded(page)) return 'transcript'
  if (found.people.filter(({ role }) => role === 'interviewee').length > 1) return 'panel'
  const hasPerson = found.people.some(({ role }) => role === 'interviewee') || found.names.size > 0
  return isPersonal(page) || hasPerson ? 'interview' : 'faq'
}

/** What the publisher filed the text under: in front matter or keywords, or behind "More on:". */
function labelledTopics(page: Page, topics: TopicFinder): ImportedArticle['topics'] {
  const labels = [...page.metadata.topics, ...page.topicLabels]
  return distinct(labels.flatMap((label) => topics.ofLabel(label) ?? []))
}

function distinct(topics: ImportedArticle['topics']): ImportedArticle['topics'] {
  return [...new Map(topics.map((topic) => [topic.slug, topic])).values()]
}

/** Blocks of an answer; where somebody else goes on with it, his name stands before his words. */
function withSpeakers({ blocks }: Page, answer: number[], { speakerOf, names }: KnownOfPairs): Block[] {
  let speaking = speakerOf.get(answer[0] ?? -1) ?? null
  return answer.flatMap((index) => {
    const block = blocks[index]
    const speaker = speakerOf.get(index) ?? speaking
    const isOther = speaker !== null && speaker !== speaking
    speaking = speaker
    if (block === undefined) return []
    return isOther ? [namedBlock(block, names.get(speaker) ?? speaker)] : [block]
  })
}

function namedBlock(block: Block, name: string): Block {
  const lead = `${name}: `
  const markup = block.markup ?? { ...PLAIN, marks: [] }
  const moved = markup.marks.map((mark) => ({
    ...mark,
    from: mark.from + lead.length,
    to: mark.to + lead.length,
  }))
  const named: Mark = { from: 0, to: lead.length - 1, kind: 'strong' }
  return { ...block, text: lead + block.text, markup: { ...markup, marks: [named, ...moved] } }
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
  interviewers: string[]
  interviewees: string[]
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
  const [asker] = [...named(pair.question), ...(known.interviewers.length === 1 ? known.interviewers : [])]
  const answerers = named(pair.answer)
  const question = text(pair.question)
  const answerWords = words(pair.answer)
  const asked = question.map((block) => block.text).join('\n')
  return {
    question: writeMarkdown(question.map(asRunningText)) ?? '',
    answer: writeMarkdown(withSpeakers(page, pair.answer, known)) ?? '',
    askedBy: asker ?? null,
    answeredBy: answerers.length > 0 ? answerers : known.interviewees.slice(0, 1),
    mentions: known.mentionsIn([...words(pair.question), ...answerWords]),
    topics: known.topics.ofPair({ question: asked, answer: answerWords }, known.theme),
  }
}
