import type { Change } from '../changes/contract.ts'
import type { Article, QaPair, Reader } from '../client/index.ts'
import type { RichText } from '../contract.ts'
import { element, heading } from './dom.ts'
import type { Piece } from './keep-in-step.ts'
import { headed, nodesOf } from './rich-html.ts'
import { type Part, ServedElement } from './served-element.ts'
import { dayOf, inARow } from './words.ts'

const LEVEL_DEFAULT = 2

const FIELDS = [
  ...(['title', 'dek', 'language', 'publishedAt', 'url', 'people', 'intro', 'qa', 'note'] as const),
] as const
type Shown = Pick<Article, 'id' | (typeof FIELDS)[number]>

/** `<colloquy-article>`: an article whole. */
export class ArticleElement extends ServedElement {
  static override readonly observedAttributes = [...ServedElement.observedAttributes, 'article']

  #id: string | undefined

  constructor() {
    super(element('article', { part: 'content', dir: 'auto' }))
    this.addEventListener('colloquy-load', this.#goToTarget, { once: true })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#goToTarget)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#goToTarget)
  }

  protected override read({ articles }: Reader): Promise<Part> | undefined {
    const name = this.getAttribute('article')
    if (name === null || name === '') return undefined
    return articles.get(name, { fields: FIELDS }).then((article) => {
      this.#id = article.id
      const { language } = article
      return {
        pieces: piecesOf(article, this.level(LEVEL_DEFAULT)),
        nextCursor: null,
        language,
        reply: article,
      }
    })
  }

  protected override mayShow({ cacheTags }: Change): boolean {
    return cacheTags.includes(`article:${this.#id ?? ''}`)
  }

  /** The address of the page leads to a pair in here, where nothing else of the page has that name: no browser looks. */
  readonly #goToTarget = (): void => {
    const name = location.hash.slice(1)
    for (const pair of this.shadowRoot?.querySelectorAll('[id]') ?? []) {
      const isTarget = pair.id === name && !document.getElementById(name)
      pair.part.toggle('target', isTarget)
      if (isTarget) pair.scrollIntoView()
    }
  }
}

function piecesOf(article: Shown, level: number): Piece[] {
  const { title, dek, language, publishedAt, url, people, intro, qa, note } = article
  const place = { level: level + 1, base: url }
  const labels = {
    askers: areSeveral(qa.map(({ askedBy }) => (askedBy ? [askedBy] : []))),
    answerers: areSeveral(qa.map(({ answeredBy }) => answeredBy)),
  }
  const text = (key: string, { html }: RichText): Piece => {
    return {
      key,
      shows: { html, place },
      make: () => element('div', { part: `${key} text` }, nodesOf({ html }, place)),
    }
  }
  return [
    {
      key: 'header',
      shows: { title, dek, language, publishedAt, url, people, level },
      make: () => headerOf(article, level),
    },
    ...(intro ? [text('intro', intro)] : []),
    ...qa.map((pair) => {
      return { key: pair.id, shows: { pair, place, labels }, make: () => pairOf(pair, level + 1, labels) }
    }),
    ...(note ? [text('note', note)] : []),
  ]
}

function areSeveral(speakers: { id: string }[][]): boolean {
  return new Set(speakers.flat().map(({ id }) => id)).size > 1
}

function headerOf({ title, dek, language, publishedAt, url, people }: Shown, level: number): HTMLElement {
  const makers = people.filter(({ role }) => role !== 'mentioned')
  const date = element('time', { part: 'date', datetime: publishedAt }, dayOf(publishedAt, language))
  return element(
    'header',
    { part: 'header' },
    heading(level, { part: 'title' }, element('a', { href: url }, title)),
    ...(dek === null ? [] : [element('p', { part: 'dek' }, dek)]),
    element('p', { part: 'byline' }, ...(makers.length > 0 ? [inARow(makers, language), ' · '] : []), date),
  )
}

function pairOf(
  { anchor, position, url, question, answer, askedBy, answeredBy }: QaPair,
  level: number,
  labels: { askers: boolean; answerers: boolean },
): HTMLElement {
  const place = { level: level + 1, base: url }
  const { line, rest } = headed(question, place)
  const name = `${position}: ${question.text}`
  const labelOf = (speakers: { name: string }[]) =>
    speakers.length > 0 ? [element('p', { part: 'speaker' }, inARow(speakers, undefined))] : []
  return element(
    'section',
    { part: 'pair', id: anchor },
    element('a', { part: 'permalink', href: url, 'aria-label': name }, String(position)),
    ...(labels.askers && askedBy ? labelOf([askedBy]) : []),
    ...(question.text === '' ? [] : [heading(level, { part: 'question' }, ...line)]),
    ...(rest.hasChildNodes() ? [element('div', { part: 'text' }, rest)] : []),
    ...(labels.answerers ? labelOf(answeredBy) : []),
    element('div', { part: 'answer text' }, nodesOf(answer, place)),
  )
}
