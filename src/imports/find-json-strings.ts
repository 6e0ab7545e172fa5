interface Span {
  start: number
  end: number
}

/** An object or list that is open, with the key or index of what is being read in it. */
interface Open {
  isObject: boolean
  name: string | number
  /** In an object: the next string is a key. */
  isKeyNext: boolean
}

const SIGN = /["{}[\],:]/g

/**
 * Where in a JSON text its strings stand, without their quotes, by their path (`qa/0/answer`); of two with one path
 * the last, as `JSON.parse` has it. The text must be valid. Linear; strings below `depth` are passed over.
 */
export function findJsonStrings(json: string, { depth }: { depth: number }): Map<string, Span> {
  const spans = new Map<string, Span>()
  const open: Open[] = []
  const signs = new RegExp(SIGN)
  for (let sign = signs.exec(json); sign !== null; sign = signs.exec(json)) {
    const inner = open.at(-1)
    if (sign[0] === '"') {
      const span = { start: sign.index + 1, end: endOfString(json, sign.index + 1) }
      signs.lastIndex = span.end + 1
      if (inner?.isKeyNext === true) inner.name = keyOf(json.slice(span.start - 1, span.end + 1))
      else if (open.length <= depth) spans.set(open.map(({ name }) => name).join('/'), span)
    } else if (sign[0] === '{') open.push({ isObject: true, name: '', isKeyNext: true })
    else if (sign[0] === '[') open.push({ isObject: false, name: 0, isKeyNext: false })
    else if (sign[0] === '}' || sign[0] === ']') open.pop()
    else if (inner !== undefined) goOn(inner, sign[0])
  }
  return spans
}

function goOn(inner: Open, sign: string): void {
  inner.isKeyNext = inner.isObject && sign === ','
  if (sign === ',' && typeof inner.name === 'number') inner.name += 1
}

function endOfString(json: string, start: number): number {
  let end = start
  // An escaped quote does not end it.
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1
  return end
}

function keyOf(literal: string): string {
  const key: unknown = JSON.parse(literal)
  return String(key)
}
