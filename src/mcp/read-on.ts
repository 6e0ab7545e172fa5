/** A text is cut between two words, where one ends within so many characters. */
const WORD_CHARS_MAX = 100

export interface Reading {
  /** What is to be read of the next text. */
  read: (text: string) => string
  /** Where to read on; null where all was read. */
  next: () => number | null
}

/** Reads texts that follow each other as if they were one: from `start` on, and `charsMax` characters at most. Pure. */
export function readOn(start: number, charsMax: number): Reading {
  let skipped = 0
  let given = 0
  let isFull = false
  return {
    read(text) {
      const from = Math.min(text.length, start - skipped)
      skipped += from
      const rest = isFull ? '' : text.slice(from)
      const part = cut(rest, charsMax - given)
      given += part.length
      if (part.length < text.length - from) isFull = true
      return part
    },
    next: () => (isFull ? start + given : null),
  }
}

function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  const space = text.lastIndexOf(' ', charsMax - 1)
  if (space >= charsMax - WORD_CHARS_MAX && space >= 0) return text.slice(0, space + 1)
  // Half of a surrogate pair is no character.
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(charsMax - 1))
  return text.slice(0, isSplit ? charsMax - 1 : charsMax)
}
