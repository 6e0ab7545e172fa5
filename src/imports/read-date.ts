import { de, en, es, fr, it, pt, type ParsedResult, zh } from 'chrono-node'

/** A date line is read against this moment; nothing of it may end up in a result. */
const REFERENCE = { instant: new Date(0), timezone: 'UTC' }

export interface DateRead {
  /** UTC, milliseconds. */
  publishedAt: string
  /** The part of the line that is the date. */
  text: string
  ambiguous: boolean
  /** The line names a zone that its place was not in on that day, as EST in June. */
  zoneLiteral: boolean
}

const NUMERIC = /(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/
/** Places whose clocks a zone's standard time belongs to. */
const ZONES: Record<string, string> = {
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
}

/** The day, and the time if given, that a short line names; undefined unless its year, month and day are all certain. */
export function readDate(line: string, language: string): DateRead | undefined {
  if (!/\d{4}/.test(line)) return undefined
  const { text, ambiguous } = dayFirst(line, language)
  for (const parser of parsersOf(language)) {
    const result = parser.parse(text, REFERENCE).find(isCertain)
    if (result === undefined) continue
    const hasTime = result.start.isCertain('hour')
    const at = hasTime ? result.date().getTime() : Date.UTC(...dayOf(result))
    if (Number.isNaN(at)) continue
    return {
      publishedAt: new Date(at).toISOString(),
      text: result.text,
      ambiguous,
      zoneLiteral: hasTime && isLiteralZone(result, at),
    }
  }
  return dayInWords(text, language)
}

function parsersOf(language: string): { parse: typeof en.parse }[] {
  const own = { de: de, fr: fr, es: es, pt: pt, it: it, zh: zh.hans }
  const parser = Object.entries(own).find(([code]) => language.startsWith(code))?.[1]
  return parser === undefined ? [en.strict] : [parser, en.strict]
}

/** Names of the months of a language, as they stand in its dates; making them is slow. */
const monthsOfLanguages = new Map<string, string[]>()

/** "12 maja 2021" in a language that the parsers do not know, by its names of months. */
function dayInWords(line: string, language: string): DateRead | undefined {
  const match = /(?<!\d)(\d{1,2})\.?\s+(\p{L}{3,20})\.?\s+(\d{4})(?!\d)/u.exec(line)
  const [base = ''] = language.split('-')
  if (match === null || Intl.DateTimeFormat.supportedLocalesOf(base === '' ? [] : [base]).length === 0)
    return undefined
  const months = monthsOfLanguages.get(base) ?? monthsOf(base)
  monthsOfLanguages.set(base, months)
  const [text, day = '', name = '', year = ''] = match
  const month = months.indexOf(name.toLocaleLowerCase(base))
  if (month < 0) return undefined
  const at = Date.UTC(Number(year), month, Number(day))
  // 31 June is none.
  if (new Date(at).getUTCDate() !== Number(day)) return undefined
  return { publishedAt: new Date(at).toISOString(), text, ambiguous: false, zoneLiteral: false }
}

function monthsOf(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return Array.from({ length: 12 }, (_, month) => {
    const name = format.formatToParts(Date.UTC(2001, month, 12)).find(({ type }) => type === 'month')?.value
    return (name ?? '').toLocaleLowerCase(language)
  })
}

function isCertain({ start }: ParsedResult): boolean {
  return start.isCertain('year') && start.isCertain('month') && start.isCertain('day')
}

function dayOf({ start }: ParsedResult): [number, number, number] {
  return [
    start.get('year') ?? Number.NaN,
    (start.get('month') ?? Number.NaN) - 1,
    start.get('day') ?? Number.NaN,
  ]
}

/** `07.06.2012` as `2012-06-07`: with points always the day first, else as the language's readers would. */
function dayFirst(line: string, language: string): { text: string; ambiguous: boolean } {
  const match = NUMERIC.exec(line)
  if (match === null) return { text: line, ambiguous: false }
  const [whole, first = '', mark, second = '', year = ''] = match
  const isOpen = Number(first) <= 12 && Number(second) <= 12 && first !== second && mark !== '.'
  const monthFirst = Number(second) > 12 || (isOpen && language.startsWith('en'))
  const [month, day] = monthFirst ? [first, second] : [second, first]
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return { text: line.replace(whole, iso), ambiguous: isOpen }
}

/** Making one is slow. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function isLiteralZone(result: ParsedResult, at: number): boolean {
  const zone = /\b(E[SD]T|C[SD]T|M[SD]T|P[SD]T|CES?T)\b/.exec(result.text)?.[1]
  const place = zone === undefined ? undefined : ZONES[zone]
  const written = result.start.get('timezoneOffset')
  if (place === undefined || written === null) return false
  const clock =
    clocks.get(place) ?? new Intl.DateTimeFormat('en', { timeZone: place, timeZoneName: 'longOffset' })
  clocks.set(place, clock)
  const offset = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(clock.format(at))
  const minutes = (Number(offset?.[2] ?? 0) * 60 + Number(offset?.[3] ?? 0)) * (offset?.[1] === '-' ? -1 : 1)
  return minutes !== written
}
