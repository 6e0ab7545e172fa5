import { slugOf } from '../slug.ts'
import type { VocabularyTopic } from '../topics/vocabulary.ts'
import type { ImportedArticle } from './contract.ts'
import { WordTree } from './word-tree.ts'
import { sentencesIn, wordsIn } from './words.ts'

/** What a mention counts: most where somebody asks for it, least in passing. */
const ASKED = 5
const LED_IN = 1.5
const ANSWERED = 1
/** A topic of the title is what the pairs are about: one mention is enough. */
const THEME = 1
/** Points that make a topic; a long pair mentions more in passing and needs one more for each so many words. */
const TOPIC_MIN = 2
const WORDS_PER_POINT = 300

type TopicName = ImportedArticle['topics'][number]
/** Topics by the stems of their labels; where two share one, the first has it. */
type Index = WordTree<VocabularyTopic>

/** One vocabulary serves many texts. */
const indexes = new WeakMap<VocabularyTopic[], Index>()

export interface TopicFinder {
  /** Topics of a pair of a question and the words of its answer, best first; `theme` are slugs of the topics of the whole text. */
  ofPair: (pair: { question: string; answer: string[] }, theme: ReadonlySet<string>) => TopicName[]
  /** Topics that a title or other short text names, in order of appearance. */
  ofLine: (text: string) => TopicName[]
  /** The topic with this label, or a new one by that name; undefined for a label without a letter. */
  ofLabel: (label: string) => TopicName | undefined
}

/** Finds topics by their labels and altLabels: whole words, inflected, the longest label first. */
export function topicFinder(vocabulary: VocabularyTopic[]): TopicFinder {
  const index = indexes.get(vocabulary) ?? indexOf(vocabulary)
  indexes.set(vocabulary, index)
  return {
    ofPair: (pair, theme) => topicsOfPair(index, pair, theme),
    ofLine: (text) => unique(mentionsIn(index, wordsIn(text))),
    ofLabel: (label) => {
      const [known] = endOf(index, wordsIn(label).map(stem))?.values ?? []
      return known === undefined ? newTopic(label) : nameOf(known)
    },
  }
}

function topicsOfPair(
  index: Index,
  pair: { question: string; answer: string[] },
  theme: ReadonlySet<string>,
): TopicName[] {
  const points = new Map<VocabularyTopic, number>()
  const count = (words: string[], each: number) => {
    for (const topic of mentionsIn(index, words)) points.set(topic, (points.get(topic) ?? 0) + each)
  }
  const sentences = sentencesIn(pair.question)
  const asks = sentences.some((sentence) => /[?？]/.test(sentence))
  for (const sentence of sentences) count(wordsIn(sentence), !asks || /[?？]/.test(sentence) ? ASKED : LED_IN)
  count(pair.answer, ANSWERED)
  const needed = TOPIC_MIN + Math.floor(pair.answer.length / WORDS_PER_POINT)
  return [...points]
    .filter(([topic, sum]) => sum >= (theme.has(topic.slug) ? THEME : needed))
    .sort(([, a], [, b]) => b - a)
    .map(([topic]) => nameOf(topic))
}

/** Every mention of a topic in order; the words of a longer label are not read again as a shorter one. */
function mentionsIn(index: Index, words: string[]): VocabularyTopic[] {
  const found: VocabularyTopic[] = []
  for (let at = 0; at < words.length;) {
    let node = index.next(stem(words[at] ?? ''))
    let topic: VocabularyTopic | undefined
    let end = at + 1
    for (let next = end; node !== undefined; next += 1) {
      if (node.values.length > 0) {
        topic = node.values[0]
        end = next
      }
      node = next < words.length ? node.next(stem(words[next] ?? '')) : undefined
    }
    if (topic !== undefined) found.push(topic)
    at = end
  }
  return found
}

function endOf(index: Index, stems: string[]): Index | undefined {
  let end: Index | undefined = index
  for (const word of stems) end = end?.next(word)
  return end
}

function indexOf(vocabulary: VocabularyTopic[]): Index {
  const index: Index = new WordTree()
  for (const topic of vocabulary) {
    for (const label of [topic.name, ...topic.altLabels]) {
      const stems = wordsIn(label).map(stem)
      if (stems.length > 0) index.grow(stems).values.push(topic)
    }
  }
  return index
}

const LETTER_S = 's'.charCodeAt(0)

/** A word without the endings that inflect an English noun; other words are left nearly as they are. */
function stem(word: string): string {
  if (word.charCodeAt(word.length - 1) !== LETTER_S) return word
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}

function unique(topics: VocabularyTopic[]): TopicName[] {
  return [...new Set(topics)].map(nameOf)
}

function nameOf({ slug, name }: VocabularyTopic): TopicName {
  return { slug, name }
}

function newTopic(name: string): TopicName | undefined {
  return /[\p{L}\p{N}]/u.test(name) ? { slug: slugOf(name), name } : undefined
}
