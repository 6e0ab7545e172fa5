import { Openings } from '../words.ts'

/** What the importer knows of a language: lists of words in lower case, nothing more. */
export interface LanguageWords {
  /** false: the words are another language's, for want of its own. */
  isOwn: boolean
  /** Words that speak to somebody. */
  you: ReadonlySet<string>
  /** Words that speak of oneself. */
  me: ReadonlySet<string>
  /** First words of a sentence that asks. */
  asking: Openings
  /** How a reply begins. */
  replies: Openings
  /** How a paragraph begins that takes up what was just said. */
  resumes: Openings
  /** Verbs by which a writer gives the word to somebody. */
  says: ReadonlySet<string>
  /** How thanks begin, as words parted by spaces. */
  thanks: Openings
  /** Words for what somebody is thanked for at the end of a talk. */
  talk: ReadonlySet<string>
  /** Words by which a text says that it is an interview. */
  interview: readonly string[]
  /** Words of a publisher who speaks of his series, his staff or his readers. */
  series: readonly string[]
  /** How a byline begins. */
  by: Openings
  /** How a line begins that leads to other pages. */
  furniture: readonly string[]
  /** Furniture that opens a list of other articles. */
  related: readonly string[]
  /** How a line begins that names the topics of the page. */
  topics: readonly string[]
  /** How a caption or credit begins. */
  captions: readonly string[]
  /** Nouns by which a person is introduced. */
  roles: ReadonlySet<string>
  /** Words that no name begins with, though a sentence may. */
  functions: ReadonlySet<string>
}

/** The words of a list parted by spaces. */
export const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** The phrases of a list parted by bars. */
export const phrases = (list: string): readonly string[] => list.split(/\s*\|\s*/)

/** The same, to be found at the beginning of a text. */
export const openings = (list: string): Openings => new Openings(phrases(list))
