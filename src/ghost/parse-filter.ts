import { lex, parse } from '@tryghost/nql-lang'
import { z } from 'zod'
import { FILTER_NAMES_MAX } from '../http/contract.ts'
import { badParameter, type Problem } from '../problem.ts'

/** A filter in Ghost's language, NQL (https://docs.ghost.org/content-api/filtering). */
export type Expression = { all: Expression[] } | { any: Expression[] } | Comparison

export interface Comparison {
  field: string
  operator: Operator
  /** One, but for `in`, `notIn` and `all`. */
  values: Value[]
}

const OPERATORS = {
  $in: 'in',
  $nin: 'notIn',
  $ne: 'notIn',
  $all: 'all',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
} as const
export type Operator = (typeof OPERATORS)[keyof typeof OPERATORS]

const Scalar = z.union([z.string(), z.int().transform(String), z.boolean(), z.null()])
export type Value = z.output<typeof Scalar>
const Scalars = z.union([Scalar.transform((value) => [value]), z.array(Scalar)])
const Node = z.record(z.string(), z.unknown())

/** Reads a filter. `Problem` where it is malformed, or has an operator or a kind of value that we do not speak. */
export function parseFilter(filter: string): Expression {
  const expression = read(parseTree(filter))
  if (countValues(expression) > FILTER_NAMES_MAX)
    throw badFilter(`names more than ${FILTER_NAMES_MAX} values.`)
  return expression
}

function parseTree(filter: string): unknown {
  try {
    // The parser makes 7 of 007, and 1 of 1.5.
    const number = lex(filter).find(
      ({ token, matched }) => token === 'NUMBER' && !/^(0|[1-9]\d{0,14})$/.test(matched),
    )
    if (number) throw new Error(`put ${number.matched} into single quotation marks`)
    // What it says of now would be kept, and would not be true for long.
    return parse(filter, { preserveRelativeDates: true })
  } catch (error) {
    throw badFilter(`is not NQL: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : ''}.`)
  }
}

function read(node: unknown): Expression {
  const entries = Object.entries(Node.safeParse(node).data ?? {})
  const [entry] = entries
  if (!entry || entries.length > 1) throw badFilter('cannot be read.')
  const [name, value] = entry
  // What the parser leaves of a parenthesis in a parenthesis.
  if (name === 'yg') return read(value)
  if (name === '$and') return { all: z.array(z.unknown()).parse(value).map(read) }
  if (name === '$or') return anyOf(z.array(z.unknown()).parse(value).map(read))
  return readComparison(name, value)
}

/** `tag:a,tag:b` is `tag:[a,b]`. */
function anyOf(parts: Expression[]): Expression {
  const [first] = parts
  if (!first || !('values' in first)) return { any: parts }
  const alike = parts.flatMap((part) =>
    'values' in part && part.field === first.field && part.operator === 'in' ? part.values : [],
  )
  const areAlike = alike.length === countValues({ any: parts })
  return areAlike ? { field: first.field, operator: 'in', values: alike } : { any: parts }
}

function readComparison(field: string, value: unknown): Comparison {
  const equal = Scalar.safeParse(value)
  if (equal.success) return { field, operator: 'in', values: [equal.data] }
  const [[name, operand] = ['', undefined]] = Object.entries(Node.safeParse(value).data ?? {})
  const operator = Object.entries(OPERATORS).find(([each]) => each === name)?.[1]
  if (!operator) throw badFilter(`${field}: is compared by an operator that is not spoken here.`)
  const { success, data: values } = Scalars.safeParse(operand)
  if (!success) throw badFilter(`${field}: is compared with what is not spoken here; write dates out.`)
  return { field, operator, values }
}

function countValues(expression: Expression): number {
  if ('values' in expression) return expression.values.length
  const parts = 'all' in expression ? expression.all : expression.any
  return parts.reduce((sum, part) => sum + countValues(part), 0)
}

export function badFilter(detail: string): Problem {
  return badParameter('filter', detail)
}
