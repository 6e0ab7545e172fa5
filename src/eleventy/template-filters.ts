import type { PersonRole } from '../contract.ts'

type DateStyle = Intl.DateTimeFormatOptions['dateStyle']

/** To make one takes as long as twenty dates, and memory that is slow to be given back. */
const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** A moment as a date in words (UTC), as people who read the language write it: `7. Juni 2012`. Default: English. */
export function localDate(time: string, language = 'en', dateStyle: DateStyle = 'long'): string {
  const key = `${language} ${dateStyle}`
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' })
  dateFormats.set(key, format)
  return format.format(new Date(time))
}

/** The one of a list that has this slug or id; undefined where none has. */
export function named<T extends { id: string; slug?: string }>(
  list: readonly T[],
  name: string,
): T | undefined {
  return list.find(({ id, slug }) => slug === name || id === name)
}

/** Those of the people on an article who are there in one of these roles. */
export function withRole<T extends { role?: PersonRole | undefined }>(
  people: readonly T[],
  ...roles: PersonRole[]
): T[] {
  return people.filter(({ role }) => role !== undefined && roles.includes(role))
}
