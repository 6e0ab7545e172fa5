import type { Block } from './block.ts'
import { type Label, labelKey } from './read-labels.ts'
import { ASKER_LABELS } from './words-of-languages.ts'
import { sentencesIn } from './words.ts'

/** Somebody asks if he asks in more of his turns; two friends who chat ask less. */
const ASKING_MIN = 0.1
/** One question may be anybody's. */
const ASKS_MIN = 2
/** Weights of what tells hosts from guests; found by hand, and none decides alone. */
const WEIGHTS = {
  /** Per share of one's turns that end by asking, against the others'. */
  asks: 3,
  /** Per share of all that is said: guests talk more. */
  talks: -1.6,
  /** Whoever opens the talk invites. */
  opens: 0.5,
  /** Somebody else names him in the first turns: he is introduced. */
  named: -0.7,
}
/** Who is this much nearer to the first asker than to the first answerer asks too. */
const CO_ASKER_NEARNESS = 0.5
const FIRST_TURNS = 4
const TAIL_CHARS = 400

interface Tally {
  name: string
  turns: number
  asks: number
  chars: number
  points: number
}

/** Who of the labelled speakers asks: as labels say so themselves, else by how each of them talks; empty if nobody does. */
export function findAskers(
  blocks: Block[],
  turns: { labels: Label[]; canonical: (label: Label) => string },
): Set<string> {
  const known = turns.labels.filter((label) => ASKER_LABELS.has(labelKey(label.name))).map(turns.canonical)
  if (known.length > 0) return new Set(known)
  const spoken = turns.labels.map((label, index) => ({
    name: turns.canonical(label),
    text: textOfTurn(blocks, label, turns.labels[index + 1]),
  }))
  const tallies = tally(spoken)
  const all = tallies.reduce((sum, { chars }) => sum + chars, 0)
  const opening = spoken.slice(0, FIRST_TURNS)
  for (const speaker of tallies) {
    speaker.points = WEIGHTS.asks * (speaker.asks / speaker.turns) + (WEIGHTS.talks * speaker.chars) / all
    if (spoken[0]?.name === speaker.name) speaker.points += WEIGHTS.opens
    if (opening.some(({ name, text }) => name !== speaker.name && isNamedIn(text, speaker.name)))
      speaker.points += WEIGHTS.named
  }
  tallies.sort((a, b) => b.points - a.points || a.chars - b.chars)
  const [first] = tallies
  const last = tallies.at(-1)
  if (first === undefined || last === undefined) return new Set()
  const asked = tallies.reduce((sum, { asks }) => sum + asks, 0)
  if (asked < ASKS_MIN || first.asks < first.turns * ASKING_MIN) return new Set()
  if (first === last) return new Set([first.name])
  const border = first.points - (first.points - last.points) * CO_ASKER_NEARNESS
  return new Set(tallies.filter(({ points }) => points >= border).map(({ name }) => name))
}

function textOfTurn(blocks: Block[], label: Label, next: Label | undefined): string {
  const start = label.alone ? label.block + 1 : label.block
  const end = Math.max(next?.block ?? label.block + 1, label.block + 1)
  const whole = blocks.slice(start, end).map((block) => block.text)
  return label.alone ? whole.join(' ') : whole.join(' ').slice(label.length)
}

function tally(spoken: { name: string; text: string }[]): Tally[] {
  const tallies = new Map<string, Tally>()
  for (const { name, text } of spoken) {
    const speaker = tallies.get(name) ?? { name, turns: 0, asks: 0, chars: 0, points: 0 }
    tallies.set(name, speaker)
    speaker.turns += 1
    speaker.chars += text.length
    const ending = sentencesIn(text.slice(-TAIL_CHARS)).slice(-2)
    if (ending.some((sentence) => /[?？]/.test(sentence))) speaker.asks += 1
  }
  return [...tallies.values()]
}

function isNamedIn(text: string, name: string): boolean {
  return name.split(/\s+/).some((part) => /^\p{Lu}\p{L}+$/u.test(part) && text.includes(part))
}
