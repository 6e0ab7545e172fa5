import { z } from 'zod'
import { idOf, Time } from '../contract.ts'
import { Problem } from '../problem.ts'
import type { Place } from './block.ts'
import { ImportedArticle, ImportedPair, type Parsed } from './contract.ts'
import { findJsonStrings } from './find-json-strings.ts'
import { finishExport } from './finish-export.ts'
import { type Placed, writeReceipt } from './write-receipt.ts'

const { people, topics, kind, language, dek, intro, note } = ImportedArticle.shape
const { answeredBy, mentions, askedBy } = ImportedPair.shape

/** An article as imports and revisions have it. A title and pairs make one. */
const JsonArticle = ImportedArticle.extend({
  title: z.string().min(1),
  ...{ dek: dek.default(null), intro: intro.default(null), note: note.default(null) },
  ...{ kind: kind.nullable().default(null), language: language.nullable().default(null) },
  publishedAt: Time.nullable().default(null),
  ...{ people: people.default([]), topics: topics.default([]) },
  source: ImportedArticle.shape.source.default({ name: null, url: null, language: null }),
  qa: z.array(
    ImportedPair.extend({
      ...{
        askedBy: askedBy.default(null),
        answeredBy: answeredBy.default([]),
        mentions: mentions.default([]),
      },
      topics: topics.default([]),
    }),
  ),
})
const ArticleId = idOf('art').nullable().default(null)
const Ids = z.object({ id: ArticleId, qa: z.array(z.object({ id: idOf('qa').nullable().default(null) })) })
const ResultIds = z.object({ articleId: ArticleId })

/** How deep the strings lie that are in the article: `article`, `qa`, the pair, the field. */
const TEXT_DEPTH = 4
const KINDS: [RegExp, Place['kind']][] = [
  [/^title$/, 'title'],
  [/^dek$/, 'dek'],
  [/^publishedAt$/, 'date'],
  [/^people\/\d+\/name$/, 'byline'],
  [/^note$/, 'note'],
  [/^intro$/, 'intro'],
  [/^qa\/\d+\/question$/, 'question'],
  [/^qa\/\d+\/answer$/, 'answer'],
]
const JSON_RULE = { rule: 'json', confidence: 1 }

/** Reads an article as JSON, or the result of an import around one. `Problem` with the first fault where it is neither. */
export function readJsonExport(text: string): Parsed {
  const data = parseJson(text)
  const isResult = typeof data === 'object' && data !== null && 'article' in data
  const [value, path] = isResult ? [data.article, ['article']] : [data, []]
  const article = check(JsonArticle, value, path)
  const ids = check(Ids, value, path)
  const articleId = isResult ? check(ResultIds, data, []).articleId : null
  const placed = placeStrings(text, path)
  return finishExport(
    article,
    { articleId: ids.id ?? articleId, pairIds: ids.qa.map(({ id }) => id) },
    writeReceipt(text, { placed, stretches: [], diagnostics: [] }),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is malformed'
    throw new Problem('unreadable_text', `The text is no JSON: ${why}.`, { cause: error })
  }
}

function check<T>(shape: z.ZodType<T>, value: unknown, above: string[]): T {
  const checked = shape.safeParse(value)
  if (checked.success) return checked.data
  const errors = checked.error.issues.map(({ path, code, message }) => ({
    pointer: [...above, ...path].map((name) => `/${String(name)}`).join(''),
    code,
    detail: `${message}.`,
  }))
  const [first] = errors
  const where = first === undefined || first.pointer === '' ? 'the whole' : first.pointer
  throw new Problem('unreadable_text', `The JSON is no article: ${where}: ${first?.detail ?? ''}`, { errors })
}

/** The strings that are in the article by their kind, and all between them as markup. */
function placeStrings(text: string, path: string[]): Placed[] {
  const prefix = path.map((name) => `${name}/`).join('')
  const placed: Placed[] = []
  let offset = 0
  const add = (end: number, kind: Place['kind'], qa: number | null) => {
    placed.push({ block: { start: offset, end, text: '' }, place: { kind, ...JSON_RULE }, qa })
    offset = end
  }
  const strings = [...findJsonStrings(text, { depth: TEXT_DEPTH })].sort(([, a], [, b]) => a.start - b.start)
  for (const [name, { start, end }] of strings) {
    const field = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    const kind = KINDS.find(([pattern]) => pattern.test(field))?.[1]
    if (kind === undefined) continue
    const position = /^qa\/(\d+)/.exec(field)?.[1]
    add(start, 'markup', null)
    add(end, kind, position === undefined ? null : Number(position) + 1)
  }
  add(text.length, 'markup', null)
  return placed
}
