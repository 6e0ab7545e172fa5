import type { ArticleKind, PersonRole } from '../contract.ts'

// The words of the pages themselves, which are English whatever language an article is in.

/** The language of these words. */
export const LANGUAGE = 'en'

export const KINDS: Record<ArticleKind, string> = {
  interview: 'Interview',
  panel: 'Panel',
  faq: 'Questions and answers',
  transcript: 'Transcript',
  article: 'Article',
}

/** What stands before the names of those who did something for an article, in the order of a byline. */
export const CREDITS: [role: PersonRole, words: string][] = [
  ['interviewee', 'With'],
  ['moderator', 'Moderated by'],
  ['interviewer', 'Interview by'],
  ['author', 'By'],
  ['editor', 'Edited by'],
  ['translator', 'Translated by'],
]

/** What somebody's articles in a role are called on their page. */
export const ROLES: Record<PersonRole, string> = {
  interviewee: 'Interviews',
  interviewer: 'As interviewer',
  moderator: 'As moderator',
  author: 'As author',
  editor: 'As editor',
  translator: 'As translator',
  mentioned: 'Mentioned in',
}

export const CORRECTIONS = {
  correction: 'Correction',
  clarification: 'Clarification',
  retraction: 'Retraction',
} as const

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const language = new Intl.DisplayNames(LANGUAGE, { type: 'language' })
const several = new Intl.ListFormat('en-GB', { type: 'conjunction' })
const number = new Intl.NumberFormat('en-GB')

/** A moment as the day it was in UTC: 7 June 2012. */
export function dayOf(moment: string): string {
  return day.format(new Date(moment))
}

/** The name of a BCP 47 language; the tag where it has none. */
export function languageName(tag: string): string {
  try {
    return language.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** What a question without words is called. */
export function questionName(position: number): string {
  return `Question ${position}`
}

/** Names as they are read out: Ada, Max and Rosa. */
export function inARow(names: string[]): string {
  return several.format(names)
}

/** 1 answer, 1,234 answers. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`
}

const WORDS_PER_MINUTE = 230

/** How long it takes to read so many words, in whole minutes. */
export function readingTime(words: number): string {
  return `${Math.max(1, Math.round(words / WORDS_PER_MINUTE))} min read`
}
