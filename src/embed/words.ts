// The words of the elements themselves. An author of a page may say them otherwise, by attributes.

/** The language of these words. */
export const LANGUAGE = 'en'

export const WORDS = {
  'text-more': 'More',
  'text-retry': 'Try again',
  'text-loading': 'Loading…',
  'text-empty': 'There are no answers yet.',
  'text-error': 'This cannot be shown.',
}
export type Word = keyof typeof WORDS

/** A moment as the day it was in UTC, in a language: 7 June 2012. */
export function dayOf(moment: string, language: string | undefined): string {
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(known(language), options).format(new Date(moment))
}

/** Names as they are read out in a language: Ada, Max and Rosa. */
export function inARow(people: { name: string }[], language: string | undefined): string {
  return new Intl.ListFormat(known(language)).format(people.map(({ name }) => name))
}

/** A page may say anything in its `lang`. */
function known(language: string | undefined): string[] {
  try {
    return Intl.getCanonicalLocales(language)
  } catch {
    return []
  }
}
