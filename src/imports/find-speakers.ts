import type { Block } from './block.ts'
import { findAskers } from './find-askers.ts'
import { type Label, labelKey } from './read-labels.ts'
import { ANSWERER_LABELS, ASKER_LABELS } from './words-of-languages.ts'
import { endsAsking } from './words.ts'

/** Who speaks in a text whose turns are labelled. */
export interface Speakers {
  labels: Label[]
  /** Canonical name of a label: the longest that its speaker is called by. */
  nameOf: Map<string, string>
  /** Canonical names of those who ask; everybody else answers. */
  askers: Set<string>
  /** Only this side is labelled: what stands between its turns may be the other's. */
  oneSided: 'askers' | 'answerers' | undefined
}

/** Fewer turns by names nobody knows may be chance ("Pros:", "Cons:"). */
const NAMED_TURNS_MIN = 4
/** Who answers is labelled alone where so many of his turns follow an unlabelled question. */
const ANSWERS_SHARE_MIN = 0.6
/** Behind a person's full name statements are answered as often. */
const PERSON_SHARE_MIN = 0.3
const ANSWERS_MIN = 2
/** Where all that he follows are statements, it takes more to see that he answers. */
const ANSWERS_UNASKED_MIN = 3
/** Of the labels that come back so many look alike. */
const ALIKE_SHARE = 0.8
/** Of the paragraphs between first and last label so many open a turn; headings and notes of a manual are rarer. */
const TURNS_SHARE_MIN = 0.15
/** Turns of a conversation change hands; entries of a glossary or a list do not. */
const CHANGES_SHARE_MIN = 0.4

/** The speakers of a labelled interview; undefined if what looks like labels are none. */
export function findSpeakers(blocks: Block[], candidates: Label[]): Speakers | undefined {
  const nameOf = joinNames(candidates)
  const canonical = (label: Label) => nameOf.get(label.name) ?? label.name
  const counts = new Map<string, number>()
  for (const label of candidates) counts.set(canonical(label), (counts.get(canonical(label)) ?? 0) + 1)
  const answering = findAnswering(blocks, candidates, canonical)
  if (answering.length > 0) return { labels: answering, nameOf, askers: new Set(), oneSided: 'answerers' }
  const knows = (names: ReadonlySet<string>) => candidates.some((label) => names.has(labelKey(label.name)))
  const isCredit = (label: Label) =>
    counts.get(canonical(label)) === 1 && looksLikeCredit(blocks[label.block], label)
  const hasAsker = candidates.some((label) => ASKER_LABELS.has(labelKey(label.name)) && !isCredit(label))
  const hasBoth = hasAsker && knows(ANSWERER_LABELS)
  const isLikeOthers = likenessOf(blocks, candidates, (label) => (counts.get(canonical(label)) ?? 0) >= 2)
  const labels = candidates.filter((label) => {
    const key = labelKey(label.name)
    if (isCredit(label)) return false
    if (hasAsker && (ASKER_LABELS.has(key) || (hasBoth && ANSWERER_LABELS.has(key)))) return true
    // Beside Q and A another word that comes back is a heading: "Resources:".
    return !hasBoth && ((counts.get(canonical(label)) ?? 0) >= 2 || isLikeOthers(label))
  })
  const names = new Set(labels.map(canonical))
  if (names.size === 0 || (!hasAsker && (names.size < 2 || labels.length < NAMED_TURNS_MIN))) return undefined
  const changes = labels.filter(
    (label, i) => i > 0 && canonical(label) !== canonical(labels[i - 1] ?? label),
  ).length
  const [start, end] = [labels[0]?.block ?? 0, labels.at(-1)?.block ?? 0]
  if (!hasAsker && labels.length < (end - start + 1) * TURNS_SHARE_MIN) return undefined
  if (names.size > 1 && changes < (labels.length - 1) * CHANGES_SHARE_MIN) return undefined
  const askers = findAskers(blocks, { labels, canonical })
  if (askers.size === 0) return undefined
  return { labels, nameOf, askers, oneSided: names.size === askers.size ? 'askers' : undefined }
}

/** Whether a label looks as nearly all do that come back: a handle, in bold, in capitals. Then its speaker spoke once. */
function likenessOf(
  blocks: Block[],
  candidates: Label[],
  comesBack: (label: Label) => boolean,
): (label: Label) => boolean {
  const lookOf = ({ block, name, length, alone }: Label) => {
    const mark = blocks[block]?.markup?.marks.find(({ kind, from }) => kind === 'strong' && from === 0)
    if (alone) return undefined
    if (name.startsWith('@')) return 'handle'
    // Behind a full name may stand a time that is not bold; a word before one may be a jingle.
    const boldMin = name.includes(' ') ? name.length : length - 2
    if (mark !== undefined && mark.to >= boldMin && mark.to <= length) return 'bold'
    return /\p{L}{2}/u.test(name) && name === name.toUpperCase() && name !== name.toLowerCase()
      ? 'capitals'
      : undefined
  }
  const looks = candidates.filter(comesBack).map(lookOf)
  const [first] = looks
  const share = looks.filter((look) => look === first).length / Math.max(1, looks.length)
  const isSure = first !== undefined && looks.length >= NAMED_TURNS_MIN && share >= ALIKE_SHARE
  return (label) => isSure && lookOf(label) === first
}

/** Labels of those who answer, in a text whose questions have none; empty in any other. */
function findAnswering(blocks: Block[], candidates: Label[], canonical: (label: Label) => string): Label[] {
  const labelled = new Set(candidates.map(({ block }) => block))
  // A heading before a person's turn may state what it asks; before any other label it has to ask.
  const asks = (index: number, isPerson: boolean) => {
    const block = blocks[index]
    if (block === undefined || labelled.has(index)) return false
    const isHeading = block.markup?.form === 'heading' || block.markup?.form === 'term'
    return (isPerson && isHeading) || endsAsking(block.text)
  }
  const tallies = new Map<string, { labels: Label[]; answers: number }>()
  for (const label of candidates) {
    const isEntry = blocks[label.block]?.markup?.form === 'item'
    if (label.alone || isEntry || ASKER_LABELS.has(labelKey(label.name))) continue
    const tally = tallies.get(canonical(label)) ?? { labels: [], answers: 0 }
    tallies.set(canonical(label), tally)
    tally.labels.push(label)
    if (asks(label.block - 1, isFullName(canonical(label)))) tally.answers += 1
  }
  const answering = [...tallies].filter(([name, { labels, answers }]) => {
    const isNamed = isFullName(name) || (answers >= NAMED_TURNS_MIN - 1 && answers > labels.length / 2)
    const isAsked = labels.some(({ block }) => /[?？]/.test(blocks[block - 1]?.text ?? ''))
    return (
      isNamed &&
      answers >= (isAsked ? ANSWERS_MIN : ANSWERS_UNASKED_MIN) &&
      answers >= labels.length * (isFullName(name) ? PERSON_SHARE_MIN : ANSWERS_SHARE_MIN)
    )
  })
  if (answering.length === 0) return []
  // Who speaks after such an answerer, never asking, answers beside him.
  const others = [...tallies].filter(([, { labels }]) => {
    const asking = labels.filter(({ block }) => endsAsking(blocks[block]?.text ?? ''))
    return labels.length >= 2 && asking.length === 0
  })
  const all = new Set([...answering, ...others].flatMap(([, { labels }]) => labels))
  return [...all].sort((a, b) => a.block - b.block)
}

function isFullName(name: string): boolean {
  return name.includes(' ') || ANSWERER_LABELS.has(labelKey(name)) || /\p{Script=Han}/u.test(name)
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
  const aliases = new Map(
    labels.flatMap(({ name, alias }) => (alias === undefined ? [] : [[labelKey(alias), labelKey(name)]])),
  )
  const nameOf = new Map<string, string>()
  for (const { name } of labels) {
    const key = aliases.get(labelKey(name)) ?? labelKey(name)
    const fuller = shortFor.get(key) ?? []
    const generic = ASKER_LABELS.has(key) || ANSWERER_LABELS.has(key)
    const canonical =
      fuller.length === 1 && !(generic && isShort(key) && key.length === 1) ? (fuller[0] ?? key) : key
    nameOf.set(name, byKey.get(canonical) ?? name)
  }
  return nameOf
}
