import { isAt, JOINER, SURROGATE, UPPER } from './characters.ts'
import { GIVEN_NAMES } from './given-names.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { Tokens } from './tokens.ts'
import { isRole } from './words-of-languages.ts'

/** A sequence of capitalised words that may be a name, where it stands in its text. */
export interface NameSeen {
  /** The words of the name, without title. */
  parts: string[]
  start: number
  end: number
  /** What stands directly before it and introduces a person ("Defense Secretary"); null if nothing does. */
  title: string | null
  /** Offset where title and name begin. */
  from: number
}

const CAPITALISED =
  /^(?:\p{Lu}[\p{L}\p{M}]*(?:['’-][\p{L}\p{M}]+)*|(?:al|el|ul|as|az|ar|an|ad|at|ur)-\p{Lu}[\p{L}\p{M}]+|[dl]['’]\p{Lu}[\p{L}\p{M}]+)$/u
const PARTICLES = new Set(
  'al el bin ibn bint ul von van der den de del della di da dos das la le du ten ter zu af av zur'.split(' '),
)
const ABBREVIATION = /^(?:\p{Lu}|Dr|Mrs?|Ms|Gen|Sen|Rep|Prof|Gov|Lt|Col|St|Jr|Sr|Capt|Maj|Sgt|Amb|Rev)$/u
const POSSESSIVE = /['’]s$|['’]$/u
const ACRONYM = /^\p{Lu}{2,}s?$/u
const NAME_PARTS_MAX = 5
/** Words before a name that its title may have. */
const TITLE_WORDS_MAX = 6
/** Words that stand before a noun of role and belong to it. */
const ROLE_ADJECTIVES = new Set(
  'former deputy senior vice foreign prime chief associate assistant acting executive managing co-founding veteran political leading late top retired contributing consulting general special'.split(
    ' ',
  ),
)

/** Capitalised sequences of a text that are shaped as a person's full name, in order, each with its title. */
export function namesIn(text: string, words: LanguageWords): NameSeen[] {
  const tokens = new Tokens(text)
  const names: NameSeen[] = []
  for (let index = 0; index < tokens.length;) {
    const run = mayBeCapitalised(text, tokens.start(index)) ? runFrom(tokens, index) : []
    if (run.length > 0) {
      const isOfOffice = tokens.text(index - 1) === 'of' && isRole(tokens.text(index - 2), words)
      const name = nameOfRun(run, { words, isOfOffice })
      if (name !== undefined) names.push({ ...name, ...titleBefore(tokens, index + name.skipped, words) })
    }
    index += Math.max(1, run.length)
  }
  return names
}

/** False of nearly every word that is not, at little cost. */
function mayBeCapitalised(text: string, start: number): boolean {
  return (
    isAt(text, start, UPPER | SURROGATE) || isAt(text, start + 1, JOINER) || isAt(text, start + 2, JOINER)
  )
}

interface Part {
  text: string
  start: number
  end: number
}

/** Tokens from `first` on that are capitalised, or particles between such, with nothing but a space between them. */
function runFrom(tokens: Tokens, first: number): Part[] {
  const run: Part[] = []
  for (let index = first; index < tokens.length; index += 1) {
    const token = tokens.text(index)
    const bare = token.replace(POSSESSIVE, '')
    if (run.length > 0 && !isJoined(tokens, index)) break
    const isPart = CAPITALISED.test(bare) && !ACRONYM.test(bare)
    if (!isPart && !(run.length > 0 && PARTICLES.has(token))) break
    const start = tokens.start(index)
    run.push({ text: bare, start, end: start + bare.length })
    if (bare !== token) break
  }
  while (run.length > 0 && PARTICLES.has(run.at(-1)?.text ?? '')) run.pop()
  return run
}

/** Whether a token belongs to the one before it. */
function isJoined(tokens: Tokens, index: number): boolean {
  const gap = tokens.before(index)
  return gap === ' ' || gap === '\u00a0' || (gap === '. ' && ABBREVIATION.test(tokens.text(index - 1)))
}

/** The name at the end of a run: what follows its last noun of role, or first words that only begin a sentence. */
function nameOfRun(
  run: Part[],
  { words, isOfOffice }: { words: LanguageWords; isOfOffice: boolean },
): (NameSeen & { skipped: number }) | undefined {
  let skipped = isOfOffice ? wordsOfOffice(run) : 0
  run.forEach((token, index) => {
    if (isRole(token.text, words)) skipped = index + 1
  })
  const opensNoName = ({ text = '' }: Partial<Part> = {}) =>
    words.functions.has(text.toLowerCase()) || PARTICLES.has(text)
  while (skipped < run.length && opensNoName(run[skipped])) skipped += 1
  const parts = run.slice(skipped)
  const first = parts[0]
  const last = parts.at(-1)
  if (first === undefined || last === undefined || parts.length < 2 || parts.length > NAME_PARTS_MAX)
    return undefined
  if (parts.some((part) => words.functions.has(part.text.toLowerCase()) && !PARTICLES.has(part.text)))
    return undefined
  const texts = parts.map((part) => (part.text.length === 1 ? `${part.text}.` : part.text))
  return { parts: texts, start: first.start, end: last.end, title: null, from: first.start, skipped }
}

/** How many words of a run still belong to "Secretary of …": all before a given name, else all but the last two. */
function wordsOfOffice(run: Part[]): number {
  const given = run.findIndex(({ text }, index) => index > 0 && GIVEN_NAMES.has(text.toLowerCase()))
  return given > 0 ? given : Math.max(1, run.length - 2)
}

/** The title that ends where token `at` begins: a noun of role with the words that belong to it. */
function titleBefore(
  tokens: Tokens,
  at: number,
  words: LanguageWords,
): { title: string | null; from: number } {
  const start = tokens.start(at)
  const office = officeBefore(tokens, at, words)
  if (office !== undefined) return office
  const role = tokens.text(at - 1)
  if (at === 0 || !/^[\s,.]{1,2}$/.test(tokens.before(at)) || !isRole(role, words))
    return { title: null, from: start }
  let from = at - 1
  for (let index = at - 2; index >= 0 && index >= at - TITLE_WORDS_MAX; index -= 1) {
    if (!/^(?: |\u00a0|\. ?)$/.test(tokens.before(index + 1))) break
    const token = tokens.text(index)
    const lower = token.toLowerCase()
    if (POSSESSIVE.test(token) || words.functions.has(lower) || words.says.has(lower)) break
    const isProper = /\p{Lu}/u.test(token)
    const qualifies = ROLE_ADJECTIVES.has(lower) || isRole(lower, words)
    const isNounBeforeRole = index === at - 2 && /^\p{Ll}+$/u.test(role) && !lower.endsWith('ed')
    if (!isProper && !qualifies && !isNounBeforeRole) break
    from = index
  }
  const begin = tokens.start(from)
  return { title: tokens.slice(begin, start).replace(/[,\s]+$/, ''), from: begin }
}

/** "Secretary of State" before a name. */
function officeBefore(
  tokens: Tokens,
  at: number,
  words: LanguageWords,
): { title: string; from: number } | undefined {
  for (let index = at - 2; index >= 1 && index >= at - TITLE_WORDS_MAX; index -= 1) {
    if (tokens.text(index) !== 'of' || !isRole(tokens.text(index - 1), words)) continue
    const from = tokens.start(index - 1)
    const title = tokens.slice(from, tokens.start(at)).trimEnd()
    return /^\p{L}\S* of(?: \p{Lu}[^\s,.;:]*)+$/u.test(title) ? { title, from } : undefined
  }
  return undefined
}
