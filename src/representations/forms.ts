import type { FastifyReply } from 'fastify'
import type { Deps } from '../deps.ts'
import { mostWanted } from '../http/negotiate.ts'
import { show } from '../http/show.ts'
import type { Shown } from '../http/fresh-headers.ts'
import { Problem } from '../problem.ts'
import { type Form, MEDIA_TYPES } from './contract.ts'
import { HTML_POLICY } from './html.ts'

/** What is sent as it is kept needs no writer. */
export type WrittenForm<Forms extends Form> = Exclude<Forms, 'json'>

/** Something as it is sent in a form, and what that shows. */
export interface Written {
  body: string
  shown: Shown
}

/** How something is written in each of its forms, from the row that readers get of it. */
export type Writers<Forms extends Form, Row> = Record<
  WrittenForm<Forms>,
  (deps: Deps, row: Row) => Promise<Written>
>

/** The form that an `Accept` wants most; where it wants none of them the first. */
export function formWanted<const Forms extends readonly [Form, ...Form[]]>(
  accept: string | undefined,
  [first, ...others]: Forms,
): Forms[number] {
  const type = mostWanted(accept, [MEDIA_TYPES[first], ...others.map((form) => MEDIA_TYPES[form])])
  return others.find((form) => MEDIA_TYPES[form] === type) ?? first
}

/** Throws where a name ends in a suffix that is none of these: no id and no slug has a full stop. */
export function refuseUnknownSuffix(name: string, forms: readonly Form[]): void {
  const [, suffix] = /(\.[^.]*)$/.exec(name) ?? []
  if (suffix === undefined) return
  const known = forms.map((form) => `.${form}`).join(', ')
  throw new Problem('not_found', `There is nothing here with the suffix "${suffix}". There are ${known}.`)
}

const HEADERS: Record<WrittenForm<Form>, Record<string, string>> = {
  html: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': HTML_POLICY },
  // RFC 7763, RFC 7764.
  md: { 'content-type': 'text/markdown; charset=utf-8; variant=CommonMark' },
  jsonld: { 'content-type': MEDIA_TYPES.jsonld },
  ninjs: { 'content-type': MEDIA_TYPES.ninjs },
  csl: { 'content-type': MEDIA_TYPES.csl },
}

/** Sends a form; `vary` names what it was chosen by. */
export function sendForm(
  reply: FastifyReply,
  form: WrittenForm<Form>,
  { body, shown }: Written,
  vary: string[] = [],
): FastifyReply {
  show(reply, { ...shown, vary })
  return reply.headers(HEADERS[form]).send(body)
}
