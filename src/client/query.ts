import type { QueryValue } from './request.ts'

/** Of these an array is one value with commas. Of any other it is the parameter given again and again: all of them. */
const JOINED = ['fields', 'types']

/** An options object as parameters of a query; what is undefined is not sent. */
export function toQuery(options: object): QueryValue[] {
  const entries: [string, unknown][] = Object.entries(options)
  return entries.flatMap(([name, value]) => {
    const values = Array.isArray(value) && JOINED.includes(name) ? [value.join(',')] : [value].flat()
    return values.filter(isPlain).map((each): QueryValue => [name, String(each)])
  })
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
