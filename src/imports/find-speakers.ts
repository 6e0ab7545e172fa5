import type { Block } from './block.ts'
import { type Label, labelKey } from './read-labels.ts'
import { ANSWERER_LABELS, ASKER_LABELS } from './words-of-languages.ts'
import { sentencesIn } from './words.ts'

/** Who speaks in a text whose turns are labelled. */
export interface Speakers {
  labels: Label[]
  /** Canonical name of a label: the longest that its speaker is called by. */
  nameOf: Map<string, string>
  /** Canonical names of those who ask; everybody else answers. */
  askers: Set<string>
  /** Only one side is labelled: what stands between its turns is the other's. */
  oneSided: boolean
}

/** Fewer turns by names nobody knows may be chance ("Pros:", "Cons:"). */
const NAMED_TURNS_MIN = 4
/** Somebody who asks in fewer of his turns asks no more than anybody does. */
const ASKER_SHARE_MIN = 0.3
/** A second asker asks nearly as often as the first. */
const CO_ASKER_SHARE = 0.6
/** Turns of a conversation change hands; entries of a glossary or a list do not. */
const CHANGES_SHARE_MIN = 0.4

/** The speakers of a labelled interview; undefined if what looks like labels are none. */
export function findSpeakers(blocks: Block[], candidates: Label[]): Speakers | undefined {
  const nameOf = joinNames(candidates)
  const canonical = (label: Label) => nameOf.get(label.name) ?? label.name
  const counts = new Map<string, number>()
  for (const label of candidates) counts.set(canonical(label), (counts.get(canonical(label)) ?? 0) + 1)
  const knows = (names: ReadonlySet<string>) => candidates.some((label) => names.has(labelKey(label.name)))
  const isCredit = (label: Label) =>
    counts.get(canonical(label)) === 1 && looksLikeCredit(blocks[label.block], label)
  const hasAsker = candidates.some((label) => ASKER_LABELS.has(labelKey(label.name)) && !isCredit(label))
  const hasBoth = hasAsker && knows(ANSWERER_LABELS)
  const labels = candidates.filter((label) => {
    const key = labelKey(label.name)
    if (isCredit(label)) return false
    if (hasAsker && (ASKER_LABELS.has(key) || (hasBoth && ANSWERER_LABELS.has(key)))) return true
    return (counts.get(canonical(label)) ?? 0) >= 2
  })
  const names = new Set(labels.map(canonical))
  if (names.size === 0 || (!hasAsker && (names.size < 2 || labels.length < NAMED_TURNS_MIN))) return undefined
  const changes = labels.filter(
    (label, i) => i > 0 && canonical(label) !== canonical(labels[i - 1] ?? label),
  ).length
  if (names.size > 1 && changes < (labels.length - 1) * CHANGES_SHARE_MIN) return undefined
  const askers = findAskers(blocks, { labels, canonical })
  if (askers.size === 0) return undefined
  return { labels, nameOf, askers, oneSided: names.size === askers.size }
}

/** "Interviewer: Jane Doe, editor" names a person; nobody speaks. */
function looksLikeCredit(block: Block | undefined, label: Label): boolean {
  if (block === undefined || label.alone || !/^(?:interview|guest|host|moderat)/i.test(label.name))
    return false
  const rest = block.text.slice(block.text.search(/[:：]/) + 1).trim()
  return /^\p{Lu}/u.test(rest) && !/[.?!]["”]?$/.test(rest) && rest.length <= 160
}

/** Every label's name with the fullest form that it can only be short for: "Doe", "JD" and "JANE DOE" are Jane Doe. */
function joinNames(labels: Label[]): Map<string, string> {
  const byKey = new Map<string, string>()
  for (const { name } of labels) if (!byKey.has(labelKey(name))) byKey.set(labelKey(name), name)
  const isShort = (key: string) => key.length <= 3 && !key.includes(' ')
  const full = [...byKey.keys()].filter((key) => key.includes(' ') && key.length <= 60)
  const shortFor = new Map<string, string[]>()
  const note = (short: string, key: string) => {
    shortFor.set(short, [...new Set([...(shortFor.get(short) ?? []), key])].slice(0, 3))
  }
  for (const key of full) {
    const parts = key.split(/[\s,]+/)
    note(parts.at(-1) ?? key, key)
    note(parts[0] ?? key, key)
    note(parts.map((part) => part[0] ?? '').join(''), key)
  }
  const nameOf = new Map<string, string>()
  for (const { name } of labels) {
    const key = labelKey(name)
    const fuller = shortFor.get(key) ?? []
    const generic = ASKER_LABELS.has(key) || ANSWERER_LABELS.has(key)
    const canonical =
      fuller.length === 1 && !(generic && isShort(key) && key.length === 1) ? (fuller[0] ?? key) : key
    nameOf.set(name, byKey.get(canonical) ?? name)
  }
  return nameOf
}

function findAskers(
  blocks: Block[],
  turns: { labels: Label[]; canonical: (label: Label) => string },
): Set<string> {
  const known = turns.labels.filter((label) => ASKER_LABELS.has(labelKey(label.name))).map(turns.canonical)
  if (known.length > 0) return new Set(known)
  const asked = new Map<string, { turns: number; asks: number; chars: number }>()
  turns.labels.forEach((label, index) => {
    const end = turns.labels[index + 1]?.block ?? label.block + 1
    const spoken = blocks.slice(label.alone ? label.block + 1 : label.block, Math.max(end, label.block + 1))
    const text = spoken.map((block) => block.text).join(' ')
    const tally = asked.get(turns.canonical(label)) ?? { turns: 0, asks: 0, chars: 0 }
    tally.turns += 1
    tally.chars += text.length
    if (
      sentencesIn(text.slice(-400))
        .slice(-2)
        .some((sentence) => /[?？]/.test(sentence))
    )
      tally.asks += 1
    asked.set(turns.canonical(label), tally)
  })
  const share = (name: string) => {
    const tally = asked.get(name)
    return tally === undefined ? 0 : tally.asks / tally.turns
  }
  const length = (name: string) => {
    const tally = asked.get(name)
    return tally === undefined ? 0 : tally.chars / tally.turns
  }
  const names = [...asked.keys()].sort((a, b) => share(b) - share(a) || length(a) - length(b))
  const first = names[0]
  if (first === undefined || share(first) < ASKER_SHARE_MIN) return new Set()
  const longest = Math.max(...names.map(length))
  const others = names
    .slice(1)
    .filter((name) => share(name) >= share(first) * CO_ASKER_SHARE && length(name) < longest / 2)
  return new Set([first, ...others])
}
