import { GIVEN_NAMES } from './given-names.ts'
import type { LanguageWords } from './languages/language-words.ts'
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

interface Token {
  text: string
  start: number
  end: number
}

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[-'’.&][\p{L}\p{M}\p{N}]+)*/gu
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
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
  const names: NameSeen[] = []
  for (let index = 0; index < tokens.length;) {
    const run = runFrom(tokens, index, text)
    const isOfOffice = tokens[index - 1]?.text === 'of' && isRole(tokens[index - 2]?.text ?? '', words)
    const name = nameOfRun(run, { words, isOfOffice })
    if (name !== undefined)
      names.push({ ...name, ...titleBefore(tokens, { text, at: index + name.skipped, words }) })
    index += Math.max(1, run.length)
  }
  return names
}

/** Tokens from `first` on that are capitalised, or particles between such, with nothing but a space between them. */
function runFrom(tokens: Token[], first: number, text: string): Token[] {
  const run: Token[] = []
  for (let index = first; index < tokens.length; index += 1) {
    const token = tokens[index]
    const before = tokens[index - 1]
    if (token === undefined) break
    const bare = token.text.replace(POSSESSIVE, '')
    if (run.length > 0 && before !== undefined && !isJoined(text, before, token)) break
    const isPart = CAPITALISED.test(bare) && !ACRONYM.test(bare)
    if (!isPart && !(run.length > 0 && PARTICLES.has(token.text))) break
    run.push({ ...token, text: bare, end: token.start + bare.length })
    if (bare !== token.text) break
  }
  while (run.length > 0 && PARTICLES.has(run.at(-1)?.text ?? '')) run.pop()
  return run
}

function isJoined(text: string, before: Token, token: Token): boolean {
  const gap = text.slice(before.end, token.start)
  return gap === ' ' || gap === '\u00a0' || (gap === '. ' && ABBREVIATION.test(before.text))
}

/** The name at the end of a run: what follows its last noun of role, or first words that only begin a sentence. */
function nameOfRun(
  run: Token[],
  { words, isOfOffice }: { words: LanguageWords; isOfOffice: boolean },
): (NameSeen & { skipped: number }) | undefined {
  let skipped = isOfOffice ? wordsOfOffice(run) : 0
  run.forEach((token, index) => {
    if (isRole(token.text, words)) skipped = index + 1
  })
  while (skipped < run.length && words.functions.has((run[skipped]?.text ?? '').toLowerCase())) skipped += 1
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
function wordsOfOffice(run: Token[]): number {
  const given = run.findIndex(({ text }, index) => index > 0 && GIVEN_NAMES.has(text.toLowerCase()))
  return given > 0 ? given : Math.max(1, run.length - 2)
}

/** The title that ends where token `at` begins: a noun of role with the words that belong to it. */
function titleBefore(
  tokens: Token[],
  name: { text: string; at: number; words: LanguageWords },
): { title: string | null; from: number } {
  const { text, at, words } = name
  const start = tokens[at]?.start ?? 0
  const office = officeBefore(tokens, { text, at, words })
  if (office !== undefined) return office
  const role = tokens[at - 1]
  const isBeside = role !== undefined && /^[\s,.]{1,2}$/.test(text.slice(role.end, start))
  if (role === undefined || !isBeside || !isRole(role.text, words)) return { title: null, from: start }
  let from = at - 1
  for (let index = at - 2; index >= 0 && index >= at - TITLE_WORDS_MAX; index -= 1) {
    const token = tokens[index]
    const next = tokens[index + 1]
    if (
      token === undefined ||
      next === undefined ||
      !/^(?: |\u00a0|\. ?)$/.test(text.slice(token.end, next.start))
    )
      break
    const lower = token.text.toLowerCase()
    if (POSSESSIVE.test(token.text) || words.functions.has(lower) || words.says.has(lower)) break
    const isProper = /\p{Lu}/u.test(token.text)
    const qualifies = ROLE_ADJECTIVES.has(lower) || isRole(lower, words)
    const isNounBeforeRole = index === at - 2 && /^\p{Ll}+$/u.test(role.text) && !lower.endsWith('ed')
    if (!isProper && !qualifies && !isNounBeforeRole) break
    from = index
  }
  const begin = tokens[from]?.start ?? start
  return { title: text.slice(begin, start).replace(/[,\s]+$/, ''), from: begin }
}

/** "Secretary of State" before a name. */
function officeBefore(
  tokens: Token[],
  { text, at, words }: { text: string; at: number; words: LanguageWords },
): { title: string; from: number } | undefined {
  for (let index = at - 2; index >= 1 && index >= at - TITLE_WORDS_MAX; index -= 1) {
    const role = tokens[index - 1]
    if (tokens[index]?.text !== 'of' || role === undefined || !isRole(role.text, words)) continue
    const title = text.slice(role.start, tokens[at]?.start).trimEnd()
    return /^\p{L}\S* of(?: \p{Lu}[^\s,.;:]*)+$/u.test(title) ? { title, from: role.start } : undefined
  }
  return undefined
}
