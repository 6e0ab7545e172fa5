import { and, gt, gte, inArray, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Column } from '../db/kit.sqlite.ts'
import { idsOf, type NamedKind } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { badFilter, type Comparison, type Expression, type Value } from './parse-filter.ts'

/** What a field means: the condition that a comparison of it is. `Problem` where it is not spoken. */
export type Field = (db: Db, comparison: Comparison) => Promise<SQL> | SQL
/** By the name that filters know a field by. */
export type Fields = Record<string, Field>

/** Holds of everything. */
export const TRUE = sql`1 = 1`
const FALSE = sql`1 = 0`

/** The condition that a filter is. `Problem` where it compares what we do not speak. */
export async function conditionOf(db: Db, fields: Fields, expression: Expression): Promise<SQL> {
  if ('values' in expression) return fieldOf(fields, expression.field)(db, expression)
  const parts: SQL[] = []
  for (const part of 'all' in expression ? expression.all : expression.any)
    parts.push(await conditionOf(db, fields, part))
  return ('all' in expression ? and(...parts) : or(...parts)) ?? TRUE
}

function fieldOf(fields: Fields, name: string): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (!field) throw badFilter(`${name} is no field here; ${Object.keys(fields).join(', ')} are.`)
  return field
}

/** A field of names: slugs, present or former, and ids. `holds` says what has any of them. */
export function named(
  kind: NamedKind,
  holds: (db: Db, found: { ids: string[]; names: string[] }) => SQL,
): Field {
  const anyOf = async (db: Db, names: string[]) => holds(db, { ids: await idsOf(db, kind, names), names })
  return async (db, comparison) => {
    const names = namesOf(comparison)
    if (comparison.operator === 'in') return anyOf(db, names)
    if (comparison.operator === 'notIn') return not(await anyOf(db, names))
    if (comparison.operator !== 'all') throw badOperator(comparison)
    const each: SQL[] = []
    for (const name of names) each.push(await anyOf(db, [name]))
    return and(...each) ?? TRUE
  }
}

/** The names that a comparison has. `Problem` where one of its values is none. */
export function namesOf({ field, values }: Comparison): string[] {
  return values.map((value) => {
    if (value === null) throw badFilter(`${field}: is compared with names here, not with null.`)
    return String(value)
  })
}

/** A field that is the same of everything. */
export function constant(own: Value): Field {
  return (_db, comparison) => {
    const has = comparison.values.includes(own)
    if (comparison.operator === 'in') return has ? TRUE : FALSE
    if (comparison.operator === 'notIn') return has ? FALSE : TRUE
    throw badOperator(comparison)
  }
}

/** A field that is a moment, as `time()` columns have it. */
export function moment(column: Column): Field {
  return (_db, comparison) => {
    const moments = momentsOf(comparison)
    const [first = ''] = moments
    if (comparison.operator === '>') return gt(column, first)
    if (comparison.operator === '>=') return gte(column, first)
    if (comparison.operator === '<') return lt(column, first)
    if (comparison.operator === '<=') return lte(column, first)
    if (comparison.operator === 'in') return inArray(column, moments)
    if (comparison.operator === 'notIn') return not(inArray(column, moments))
    throw badOperator(comparison)
  }
}

/** A day, or a moment, in UTC where it names no zone: `2020-01-31 20:00:00`. */
const Moment = z
  .string()
  .transform((value) => value.replace(' ', 'T'))
  .pipe(z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]))
  .transform((value) => new Date(/T[\d:.]+$/.test(value) ? `${value}Z` : value).toISOString())

/** The moments that a comparison has, as `time()` columns have them. `Problem` where one of its values is none. */
export function momentsOf({ field, values }: Comparison): string[] {
  return values.map((value) => {
    const { success, data } = Moment.safeParse(value)
    if (success) return data
    throw badFilter(`${field}: is compared with moments, such as '2020-01-31 20:00:00'.`)
  })
}

/** A field that is an id or a slug of the rows themselves. */
export function identity(kind: NamedKind, column: Column): Field {
  return named(kind, (_db, { ids }) => inArray(column, ids))
}

/** A field that is compared as it is written. */
export function text(column: Column): Field {
  return (_db, comparison) => {
    const names = namesOf(comparison)
    if (comparison.operator === 'in') return inArray(column, names)
    if (comparison.operator === 'notIn') return not(inArray(column, names))
    throw badOperator(comparison)
  }
}

function badOperator({ field, operator }: Comparison): Error {
  return badFilter(`${field}: is not compared by ${operator}.`)
}
