import { isDeepStrictEqual } from 'node:util'
import { diffArrays } from 'diff'
import type { ArticleDocument } from './contract.ts'
import { longestIncreasing } from './longest-increasing.ts'

/** Texts that differ in more words than this are shown as replaced: comparing them takes the square of it. */
const EDITS_MAX = 2_000

/** Knows the words of languages without spaces, too, whatever language it is made for. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

type Pair = ArticleDocument['qa'][number]

export interface WordChange {
  change: 'same' | 'added' | 'removed'
  text: string
}

interface PairRef {
  id: string
  number: number
  position: number
}

export interface DocumentDiff {
  members: { name: string; from: unknown; to: unknown; words: WordChange[] | null }[]
  qa: {
    added: PairRef[]
    /** By the positions they had. */
    removed: PairRef[]
    /** The fewest whose moving explains the new order. */
    moved: (PairRef & { fromPosition: number })[]
    edited: (PairRef & {
      question: WordChange[] | null
      answer: WordChange[] | null
      /** Names of other members that changed. */
      members: string[]
    })[]
  }
}

/** What changed from one document of an article to another: its members, and pair by pair. Pure. */
export function diffDocuments(from: ArticleDocument, to: ArticleDocument): DocumentDiff {
  const { qa: oldPairs, ...oldMembers } = from
  const { qa: newPairs, ...newMembers } = to
  const [old, present] = [oldMembers, newMembers].map((all) => new Map(Object.entries<unknown>(all)))
  const members = changedMembers(oldMembers, newMembers).map((name) => {
    const [before, after] = [old?.get(name), present?.get(name)]
    const [oldText, newText] = [before ?? '', after ?? '']
    const isText = typeof oldText === 'string' && typeof newText === 'string'
    return { name, from: before, to: after, words: isText ? diffWords(oldText, newText) : null }
  })
  return { members, qa: diffPairs(oldPairs, newPairs) }
}

/** The names of the members of `to` that are others than in `from`, in their order. */
export function changedMembers(from: object, to: object): string[] {
  const old = new Map<string, unknown>(Object.entries(from))
  return Object.entries(to)
    .filter(([name, value]) => !isDeepStrictEqual(old.get(name), value))
    .map(([name]) => name)
}

function diffPairs(oldPairs: Pair[], newPairs: Pair[]): DocumentDiff['qa'] {
  const oldPlaces = new Map(oldPairs.map(({ id }, place) => [id, place]))
  const newIds = new Set(newPairs.map(({ id }) => id))
  const places = newPairs.map(({ id }) => oldPlaces.get(id))
  const inOrder = new Set(longestIncreasing(places))
  const refs = newPairs.map((pair, index) => refOf(pair, index))
  const known = newPairs.flatMap((pair, index) => {
    const before = oldPairs[places[index] ?? -1]
    const ref = refs[index]
    return before && ref ? [{ pair, before, ref, isMoved: !inOrder.has(index) }] : []
  })
  return {
    added: refs.filter((_, index) => places[index] === undefined),
    removed: oldPairs.map(refOf).filter(({ id }) => !newIds.has(id)),
    moved: known
      .filter(({ isMoved }) => isMoved)
      .map(({ ref, before }) => ({ ...ref, fromPosition: (oldPlaces.get(before.id) ?? 0) + 1 })),
    edited: known.flatMap(({ pair, before, ref }) => {
      const { question, answer } = pair
      const members = changedMembers(before, pair).filter((name) => name !== 'question' && name !== 'answer')
      const edited = {
        ...ref,
        question: question === before.question ? null : diffWords(before.question, question),
        answer: answer === before.answer ? null : diffWords(before.answer, answer),
        members,
      }
      return (edited.question ?? edited.answer ?? members[0]) ? [edited] : []
    }),
  }
}

function refOf({ id, number }: Pair, index: number): PairRef {
  return { id, number, position: index + 1 }
}

/** Put together, what stayed and went is the old text, what stayed and came the new one. */
export function diffWords(from: string, to: string): WordChange[] {
  const changes = diffArrays(wordsOf(from), wordsOf(to), { maxEditLength: EDITS_MAX })
  const replaced: WordChange[] = [
    { change: 'removed', text: from },
    { change: 'added', text: to },
  ]
  return (
    changes?.map(({ added, removed, value }): WordChange => {
      return { change: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }
    }) ?? replaced.filter(({ text }) => text !== '')
  )
}

/** Words and what is between them, in order. */
function wordsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
