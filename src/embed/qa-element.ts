import type { ListedQaPair, Reader } from '../client/index.ts'
import { element, heading } from './dom.ts'
import type { Piece } from './keep-in-step.ts'
import { headed, nodesOf } from './rich-html.ts'
import { type Part, ServedElement } from './served-element.ts'
import { dayOf, inARow } from './words.ts'

/** Attributes that are parameters of `/v1/qa`, by their names there. */
const PARAMETERS = {
  topic: 'topic',
  'topic-under': 'topic.under',
  'topic-not': 'topic.not',
  person: 'person',
  role: 'role',
  article: 'article',
  kind: 'kind',
  language: 'language',
  q: 'q',
  sort: 'sort',
  limit: 'limit',
}
const ITEMS_DEFAULT = '5'
const LEVEL_DEFAULT = 3

const FIELDS = ['question', 'answer', 'answeredBy', 'url', 'article'] as const
type Pair = Pick<ListedQaPair, 'id' | (typeof FIELDS)[number]>

/** `<colloquy-qa>`: answers across articles, or those that `pair` names. */
export class QaElement extends ServedElement {
  static override readonly observedAttributes = [
    ...ServedElement.observedAttributes,
    ...Object.keys(PARAMETERS),
    'pair',
  ]

  constructor() {
    super(element('div', { part: 'content' }))
  }

  protected override async read({ qa }: Reader, cursor: string | undefined): Promise<Part> {
    const ids = this.getAttribute('pair')
      ?.split(/[\s,]+/)
      .filter((id) => id !== '')
    if (ids) {
      const data = await Promise.all(ids.map((id) => qa.get(id, { fields: FIELDS })))
      return { pieces: this.#pieces(data), nextCursor: null, reply: { data } }
    }
    const query: Record<string, string> = { limit: ITEMS_DEFAULT, ...(cursor !== undefined && { cursor }) }
    for (const [attribute, parameter] of Object.entries(PARAMETERS)) {
      const value = this.getAttribute(attribute)
      if (value) query[parameter] = value
    }
    const reply = await qa.list({ ...query, fields: FIELDS })
    return { pieces: this.#pieces(reply.data), nextCursor: reply.page.nextCursor, reply }
  }

  /** Which lists an article is in, the service knows. */
  protected override mayShow(): boolean {
    return true
  }

  #pieces(pairs: Pair[]): Piece[] {
    const level = this.level(LEVEL_DEFAULT)
    const language = this.closest('[lang]')?.getAttribute('lang') ?? undefined
    return pairs.map((pair) => {
      return { key: pair.id, shows: { pair, level }, make: () => answerOf(pair, level, language) }
    })
  }
}

function answerOf(
  { url, question, answer, answeredBy, article }: Pair,
  level: number,
  language?: string,
): HTMLElement {
  const place = { level: level + 1, base: url }
  const { line, rest } = headed(question, place)
  const date = element(
    'time',
    { part: 'date', datetime: article.publishedAt },
    dayOf(article.publishedAt, language),
  )
  const link = element('a', { part: 'permalink', href: url }, element('cite', {}, article.title))
  const speakers = element('span', { part: 'speaker' }, inARow(answeredBy, language))
  return element(
    'article',
    { part: 'pair', dir: 'auto' },
    ...(question.text === '' ? [] : [heading(level, { part: 'question' }, ...line)]),
    ...(rest.hasChildNodes() ? [element('div', { part: 'text' }, rest)] : []),
    element('blockquote', { part: 'answer text', cite: url }, nodesOf(answer, place)),
    element(
      'p',
      { part: 'source' },
      '— ',
      ...(answeredBy.length > 0 ? [speakers, ', '] : []),
      link,
      ', ',
      date,
    ),
  )
}
