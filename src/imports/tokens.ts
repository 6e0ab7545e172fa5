import { isAt, JOINER, seek, skip, SURROGATE, WORD } from './characters.ts'

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[-'’.&][\p{L}\p{M}\p{N}]+)*/gu

/** The words of a text with the hyphens, apostrophes and points inside them, by where they stand: few are ever cut out. */
export class Tokens {
  readonly #text: string
  #starts: number[] = []
  #ends: number[] = []

  constructor(text: string) {
    this.#text = text
    let start = seek(text, 0, WORD | SURROGATE)
    for (
      ;
      start < text.length && !isAt(text, start, SURROGATE);
      start = seek(text, start, WORD | SURROGATE)
    ) {
      let end = skip(text, start, WORD)
      while (isAt(text, end, JOINER) && isAt(text, end + 1, WORD)) end = skip(text, end + 1, WORD)
      this.#starts.push(start)
      this.#ends.push(end)
      start = end
    }
    if (start < text.length) this.#readByPattern()
  }

  #readByPattern(): void {
    this.#starts = []
    this.#ends = []
    for (const { index, 0: token } of this.#text.matchAll(TOKEN)) {
      this.#starts.push(index)
      this.#ends.push(index + token.length)
    }
  }

  get length(): number {
    return this.#starts.length
  }

  /** Empty where there is no such token. */
  text(index: number): string {
    return this.#text.slice(this.#starts[index] ?? 0, this.#ends[index] ?? 0)
  }

  /** What stands between a token and the one before it. */
  before(index: number): string {
    return this.#text.slice(this.#ends[index - 1] ?? 0, this.start(index))
  }

  start(index: number): number {
    return this.#starts[index] ?? 0
  }

  slice(from: number, to: number): string {
    return this.#text.slice(from, to)
  }
}
