/** Values by sequences of words that are found in a longer sequence at the cost of their own length, however many there are. */
export class WordTree<T> {
  #next: Map<string, WordTree<T>> | undefined
  /** Values of the sequence that ends here. */
  readonly values: T[] = []

  /** What goes on with this word; undefined if no sequence does. */
  next(word: string): WordTree<T> | undefined {
    return this.#next?.get(word)
  }

  /** The end of a sequence, made where there is none. */
  grow([first, ...rest]: readonly string[]): WordTree<T> {
    if (first === undefined) return this
    this.#next ??= new Map()
    const next = this.#next.get(first) ?? new WordTree<T>()
    this.#next.set(first, next)
    return next.grow(rest)
  }
}
