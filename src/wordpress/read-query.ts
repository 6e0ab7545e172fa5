import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { invalidParameters, type ParameterFault, WordPressError } from './errors.ts'

const LIST_ENDING = /\[\d*\]$/
const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_value: 'rest_not_in_enum',
  too_small: 'rest_out_of_bounds',
  too_big: 'rest_out_of_bounds',
  invalid_format: 'rest_invalid_type',
}

/** The parameters of a request, checked. Throws `WordPressError` where one is unknown, or of the wrong form. */
export function readQuery<Query extends z.ZodType>(schema: Query, request: FastifyRequest): z.output<Query> {
  const { success, data, error } = schema.safeParse(valuesOf(request))
  if (success) return data
  throw invalidParameters(Object.fromEntries(error.issues.flatMap(faultsOf)))
}

/** The values of each parameter, as PHP reads them: `tags[]=1&tags[]=2` are two of `tags`. */
function valuesOf({ url }: FastifyRequest): Record<string, string[]> {
  const { searchParams } = new URL(url, 'http://wordpress')
  const values = new Map<string, string[]>()
  for (const [name, value] of searchParams) {
    const plain = name.replace(LIST_ENDING, '')
    values.set(plain, [...(values.get(plain) ?? []), value])
  }
  return Object.fromEntries(values)
}

function faultsOf(issue: z.core.$ZodIssue): [string, ParameterFault][] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => [
      name,
      { code: 'rest_invalid_param', message: `${name} is no parameter here.` },
    ])
  const name = String(issue.path[0])
  if (name === 'status') return [[name, { code: 'rest_forbidden_status', message: 'Status is forbidden.' }]]
  const code = CODES[issue.code] ?? 'rest_invalid_param'
  return [[name, { code, message: `${name} ${issue.message}` }]]
}

/** Refuses the context of editors, as WordPress refuses it to whoever may not edit. */
export function refuseEditing({ context }: { context?: string | undefined }, things: string): void {
  if (context === 'edit')
    throw new WordPressError(401, 'rest_forbidden_context', `Sorry, you are not allowed to edit ${things}.`)
}
