import type { Change } from '../changes/contract.ts'
import { createReader, ProblemError, type Reader } from '../client/index.ts'
import { element } from './dom.ts'
import { keepInStep, type Piece } from './keep-in-step.ts'
import { follow } from './live.ts'
import { style } from './style.ts'
import { LANGUAGE, type Word, WORDS } from './words.ts'

/** The service is where this script came from. */
const HOME = new URL('.', import.meta.url).href
/** A publication is several changes at once. */
const SETTLED_MS = 300

/** What one reply has to show. */
export interface Part {
  pieces: Piece[]
  /** null: it is the last one. */
  nextCursor: string | null
  /** BCP 47; undefined: the reply does not say. */
  language?: string
  reply: object
}

/** `anew`: something else. `again`: the same, as it is now. `more`: what is shown, and the next part of it. */
type Way = 'anew' | 'again' | 'more'

/** An element that shows what the service has; until then, and where that fails, what its author put inside. */
export abstract class ServedElement extends HTMLElement {
  /** Attributes that say what is shown. */
  static readonly observedAttributes: string[] = ['service', 'heading-level', 'live']

  readonly #content: HTMLElement
  readonly #fallback = element('slot')
  readonly #status = element('div', { part: 'status', role: 'status' })
  readonly #more = element('button', { part: 'button more', type: 'button', hidden: '' })
  readonly #retry = element('button', { part: 'button retry', type: 'button', hidden: '' })
  #parts: Part[] = []
  /** Goes up with each load, so that a reply of an earlier one is dropped. */
  #turn = 0
  #isBusy = false
  #isStale = true
  #isPlanned = false
  #unfollow: (() => void) | undefined
  #settling = 0

  constructor(content: HTMLElement) {
    super()
    this.#content = content
    content.hidden = true
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [style]
    root.append(this.#fallback, content, this.#status, this.#more, this.#retry)
    this.#more.addEventListener('click', () => void this.#showMore())
    this.#retry.addEventListener('click', () => void this.#tryAgain())
  }

  /** Reads the part after a cursor; the first one, where that is undefined. undefined: nothing is asked for. */
  protected abstract read(client: Reader, cursor: string | undefined): Promise<Part> | undefined

  /** Whether what is shown may be another after a change. */
  protected abstract mayShow(change: Change): boolean

  connectedCallback(): void {
    this.#follow()
    if (this.#isStale) this.#plan()
  }

  disconnectedCallback(): void {
    this.#unfollow?.()
    this.#unfollow = undefined
    clearTimeout(this.#settling)
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return
    if (name !== 'live') this.#plan()
    if (this.isConnected && ['live', 'service'].includes(name)) this.#follow()
  }

  /** Asks the service again for what is shown; resolves when that is there, or could not be had. */
  reload(): Promise<void> {
    return this.#load('again')
  }

  /** The level of the highest heading in here. */
  protected level(byDefault: number): number {
    const level = this.getAttribute('heading-level') ?? ''
    return /^[1-6]$/.test(level) ? Number(level) : byDefault
  }

  get #service(): string {
    return new URL(this.getAttribute('service') ?? HOME, document.baseURI).href.replace(/\/*$/, '/')
  }

  #follow(): void {
    this.#unfollow?.()
    this.#unfollow = this.hasAttribute('live')
      ? follow(this.#service, (change) => this.#hear(change))
      : undefined
  }

  #hear(change: Change | undefined): void {
    if (change && !this.mayShow(change)) return
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => {
      // What was asked for is shown first.
      if (this.#isBusy) this.#hear(undefined)
      else void this.#load('again', { isAsked: false })
    }, SETTLED_MS)
  }

  /** Several attributes that change at once are one load. */
  #plan(): void {
    this.#isStale = true
    if (this.#isPlanned || !this.isConnected) return
    this.#isPlanned = true
    queueMicrotask(() => {
      this.#isPlanned = false
      if (!this.isConnected) return
      this.#isStale = false
      void this.#load('anew')
    })
  }

  async #load(way: Way, { isAsked = true } = {}): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.#setBusy(true)
    try {
      const parts = await this.#read(way)
      if (turn === this.#turn) this.#show(parts)
    } catch (error) {
      if (turn === this.#turn) this.#fail(error, { way, isAsked })
    }
    if (turn === this.#turn) this.#setBusy(false)
  }

  async #read(way: Way): Promise<Part[]> {
    // What a browser kept may be shown for a while after it changed.
    const isFresh = way === 'again' || this.hasAttribute('live')
    const client = createReader({
      url: this.#service,
      ...(isFresh && { send: (request) => fetch(request, { cache: 'no-cache' }) }),
    })
    const parts = way === 'more' ? [...this.#parts] : []
    const wanted = way === 'anew' ? 1 : this.#parts.length + (way === 'more' ? 1 : 0)
    for (;;) {
      const cursor = parts.at(-1)?.nextCursor ?? undefined
      const part = await this.read(client, cursor)
      if (part) parts.push(part)
      if (parts.length >= wanted || !part?.nextCursor) return parts
    }
  }

  #show(parts: Part[]): void {
    this.#parts = parts
    const last = parts.at(-1)
    const pieces = parts.flatMap((part) => part.pieces)
    if (last?.language !== undefined) this.#content.lang = last.language
    keepInStep(this.#content, pieces)
    this.#content.hidden = pieces.length === 0
    this.#fallback.hidden = last !== undefined
    this.#say(...(last && pieces.length === 0 ? [this.#word('text-empty')] : []))
    this.#label(this.#more, 'text-more', Boolean(last?.nextCursor))
    this.#retry.hidden = true
    if (last) this.#tell('colloquy-load', last.reply)
  }

  #fail(error: unknown, { way, isAsked }: { way: Way; isAsked: boolean }): void {
    const problem = error instanceof ProblemError ? error.problem : undefined
    const isRefused = problem !== undefined && problem.status < 500 && problem.code !== 'too_many_requests'
    const stays = this.#parts.length > 0 && way !== 'anew' && !(way === 'again' && isRefused)
    // Who reads need not know that something could not be asked for once more: it is as soon as the service is back.
    if (stays && !isAsked) return
    if (!stays) this.#show([])
    const why = problem && !this.hasAttribute('text-error') ? [` ${problem.detail}`] : []
    this.#say(this.#word('text-error'), ...why)
    this.#label(this.#retry, 'text-retry', true)
    this.#tell('colloquy-error', { error, problem })
  }

  async #showMore(): Promise<void> {
    if (this.#isBusy) return
    const last = this.#content.lastElementChild
    this.#say(this.#word('text-loading'))
    // Said, and not shown, so that nothing moves.
    this.#status.part.add('loading')
    await this.#load('more')
    this.#focus(last?.nextElementSibling)
  }

  async #tryAgain(): Promise<void> {
    if (this.#isBusy) return
    await this.#load(this.#parts.length > 0 ? 'again' : 'anew')
    if (this.#retry.hidden) this.#focus(this.#content)
  }

  /** Who pressed a button reads on from what came of it. */
  #focus(node: Element | null | undefined): void {
    if (!(node instanceof HTMLElement)) return
    node.tabIndex = -1
    node.focus()
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy
    this.#content.ariaBusy = String(isBusy)
    for (const button of [this.#more, this.#retry]) button.ariaDisabled = String(isBusy)
  }

  #say(...words: (Node | string)[]): void {
    this.#status.part.remove('loading')
    this.#status.replaceChildren(...words)
  }

  #label(button: HTMLButtonElement, word: Word, isShown: boolean): void {
    button.replaceChildren(this.#word(word))
    button.hidden = !isShown
  }

  /** A word as the author has it, in the language of the page; else as we do, in ours. */
  #word(word: Word): Node {
    const own = this.getAttribute(word)
    return own === null ? element('span', { lang: LANGUAGE }, WORDS[word]) : new Text(own)
  }

  #tell(name: 'colloquy-load' | 'colloquy-error', detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }))
  }
}
