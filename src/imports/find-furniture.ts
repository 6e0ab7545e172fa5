import type { Block, Places } from './block.ts'
import { type Description, isTitleCase } from './describe-block.ts'
import { CAPTIONS, FURNITURE, RELATED, TOPIC_LABELS } from './words-of-languages.ts'
import type { Openings } from './words.ts'

/** Furniture is short; a longer line that begins so is a sentence. */
const FURNITURE_WORDS_MAX = 8
/** After its colon a furniture line may name a long title. */
const LINK_CHARS_MAX = 200
/** "More on:" is followed by few labels. */
const TOPIC_LABELS_MAX = 8
const TOPIC_WORDS_MAX = 6
/** A short line that comes back this often is the page's, not the speaker's. */
const REPEATED_MIN = 2
/** "[01:44]", "Break: (0:12:30)": a place in a recording, and nothing is said there. */
const TIME_STAMP = /^(?:\p{L}[\p{L} ]{0,30}[:：]\s*)?[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?$/u

/**
 * Places the lines of the page that are no part of the text: links, captions, repeated lines, and the labels behind
 * "More on:" or "Tags:". Returns those labels, in order and once each.
 */
export function placeFurniture(blocks: Block[], descriptions: Description[], places: Places): string[] {
  const topics: string[] = []
  const repeated = repeatedLines(blocks, descriptions, places)
  blocks.forEach((block, index) => {
    if (places[index] !== undefined || block.text.length > LINK_CHARS_MAX) return
    const line = lower(block.text)
    const named = topicsBehindLabel(block.text, line)
    if (TIME_STAMP.test(line)) places[index] = { kind: 'markup', rule: 'time-stamp', confidence: 0.95 }
    else if (named !== undefined) {
      places[index] = { kind: 'navigation', rule: 'topic-label', confidence: 0.95 }
      topics.push(...(named.length > 0 ? named : placeTopicLines(blocks, descriptions, places, index + 1)))
    } else if (isCaption(line)) places[index] = { kind: 'caption', rule: 'caption-word', confidence: 0.85 }
    else if (isFurniture(block.text, RELATED))
      places[index] = { kind: 'related', rule: 'related-heading', confidence: 0.9 }
    else if (isFurniture(block.text, FURNITURE) && !isEntry(block))
      places[index] = { kind: 'navigation', rule: 'furniture-line', confidence: 0.9 }
    else if (repeated.has(line))
      places[index] = { kind: 'navigation', rule: 'repeated-line', confidence: 0.8 }
  })
  return [...new Map(topics.map((topic) => [lower(topic), topic])).values()]
}

/** An item of a list that says more than a furniture word: "LinkedIn: @jane". */
function isEntry({ text, markup }: Block): boolean {
  return markup?.form === 'item' && /[:：]\s*\S/.test(text)
}

/** Whether a short line begins with one of the phrases, and is no sentence. */
export function isFurniture(text: string, openings: Openings): boolean {
  const line = lower(text)
  const phrase = openings.of(line)
  if (phrase === undefined) return false
  const rest = line.slice(phrase.length).trim()
  if (rest === '' || /^[:：>»→…|.!]+$/.test(rest)) return true
  if (/^[:：]/.test(rest)) return true
  const isSentence = /[.?!,;。？！][”"’)]*$/.test(text)
  const reads =
    /^(?:from|on|in|about|stories|articles|more|to|for|our|us|now|this|the)\b/.test(rest) ||
    isTitleCase(text) ||
    phrase.includes(' ')
  return !isSentence && reads && text.split(' ').length <= FURNITURE_WORDS_MAX
}

function lower(text: string): string {
  return text.toLowerCase().replaceAll('\u00a0', ' ').trim()
}

const CREDIT_IN_BRACKETS =
  /\((?:fotos?|photos?|bild|image|credits?|picture|quelle|source|crédit|foto de)\s*:[^()]{2,80}\)$/

function isCaption(line: string): boolean {
  if (CREDIT_IN_BRACKETS.test(line)) return true
  const phrase = CAPTIONS.of(line)
  if (phrase === undefined) return false
  return (
    /^\s*(?:[:：©/|)]|by\b|credits?\b|von\b|par\b|por\b|di\b|via\b)/.test(line.slice(phrase.length)) ||
    /^[©([]/.test(phrase)
  )
}

/** Topics named in a line such as "Tags: a, b"; empty for the label alone; undefined for any other line. */
function topicsBehindLabel(text: string, line: string): string[] | undefined {
  const phrase = TOPIC_LABELS.of(line)
  if (phrase === undefined || !/^\s*[:：]/.test(line.slice(phrase.length))) return undefined
  const rest = text.slice(text.search(/[:：]/) + 1)
  return rest
    .split(/[,;|，、；·•]/)
    .map((topic) => topic.trim().replace(/^#/, '').replace(/\.$/, ''))
    .filter((topic) => topic !== '')
}

function placeTopicLines(
  blocks: Block[],
  descriptions: Description[],
  places: Places,
  from: number,
): string[] {
  const topics: string[] = []
  for (let index = from; index < Math.min(blocks.length, from + TOPIC_LABELS_MAX); index += 1) {
    const block = blocks[index]
    const description = descriptions[index]
    const isLabel = description?.titleLike === true && description.words.length <= TOPIC_WORDS_MAX
    if (block === undefined || places[index] !== undefined || !isLabel || isFurniture(block.text, RELATED))
      break
    places[index] = { kind: 'navigation', rule: 'topic-of-page', confidence: 0.9 }
    topics.push(block.text)
  }
  return topics
}

function repeatedLines(blocks: Block[], descriptions: Description[], places: Places): Set<string> {
  const counts = new Map<string, number>()
  blocks.forEach(({ text }, index) => {
    const description = descriptions[index]
    if (places[index] !== undefined || description?.titleLike !== true || description.words.length < 2) return
    counts.set(lower(text), (counts.get(lower(text)) ?? 0) + 1)
  })
  return new Set([...counts].filter(([, count]) => count >= REPEATED_MIN).map(([line]) => line))
}
