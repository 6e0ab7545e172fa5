import { decodeHTML } from 'entities'
import { listQa } from '../qa/queries.ts'
import { pairOf } from '../qa/read-pair.ts'
import { EXCERPT_CHARS_MAX, SearchAnswersInput, SearchAnswersOutput } from './contract.ts'
import { getPerson, getTopic } from './find-named.ts'
import { presentAnswer } from './present-answer.ts'
import { defineTool } from './tool.ts'
import { writeAnswer } from './write-text.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Times are compared as texts, which hold as long as years have four digits. */
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z')

export const searchAnswers = defineTool({
  name: 'search_answers',
  title: 'Search answers',
  description:
    'Finds answers in all published interviews, the best first, by words or by a question. Each has the exact text, who said it, when, and a permalink. When you use one, quote `answer` word for word and cite speaker, date and permalink. Where nothing is found, say so.',
  input: SearchAnswersInput,
  output: SearchAnswersOutput,
  async run({ store, config }, { q, topic, person, from, to, limit }) {
    const db = store.read
    const filter = {
      q,
      'topic.under': topic === undefined ? undefined : [[(await getTopic(db, topic)).id]],
      person: person === undefined ? undefined : [[(await getPerson(db, person)).id]],
      role: person === undefined ? undefined : ('answerer' as const),
      'publishedAt.gte': from && new Date(from).toISOString(),
      'publishedAt.lt': to && new Date(Math.min(Date.parse(to) + DAY_MS, LATEST_MS)).toISOString(),
    }
    const { rows, next } = await listQa(db, filter, '-relevance', { limit, after: undefined, count: false })
    const answers = rows.map((row) => ({
      ...presentAnswer(pairOf(row, config.siteUrl), 0, EXCERPT_CHARS_MAX),
      found: textOf(row.highlights?.body ?? null),
    }))
    return { answers, hasMore: next !== null }
  },
  write({ answers, hasMore }) {
    if (answers.length === 0) return 'Nothing was found. Try fewer or other words, or leave a filter out.'
    const more = hasMore ? ['(There is more: raise limit, or ask for something narrower.)'] : []
    return [...answers.map(writeAnswer), ...more].join('\n\n')
  },
})

/** What a highlight says, without its marks. */
function textOf(highlight: string | null): string | null {
  return highlight && decodeHTML(highlight.replace(/<\/?mark>/g, ''))
}
