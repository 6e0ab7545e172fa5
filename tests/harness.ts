import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject, type InjectOptions, type Response as InjectResponse } from 'light-my-request'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { buildApp } from '../src/app.ts'
import { type Client, createClient } from '../src/client/index.ts'
import { type Deps, world } from '../src/deps.ts'
import type { App } from '../src/http/server.ts'
import type { KeyRole } from '../src/keys/contract.ts'
import { createKey } from '../src/keys/queries.ts'
import { publish } from '../src/publishing/publish.ts'
import { EMPTY_DOCUMENT } from '../src/revisions/contract.ts'
import { createArticle, findArticleState, type NewDocument } from '../src/revisions/queries.ts'
import { checkReply } from './check-reply.ts'
import { openDatabase, pathOfTemplate, type Template, temporary } from './templates.ts'

export const SEED_SLUG = 'the-widening-us-pakistan-rift'
export const seedText = readFileSync(new URL(`../seed/${SEED_SLUG}.txt`, import.meta.url), 'utf8')

/** A service on a database file of its own, which ends with the test. */
export interface Service {
  app: App
  deps: Deps
  /** A reader's client, whose every reply is checked against the OpenAPI document. */
  client: Client
  clientWith: (role: KeyRole) => Promise<Client>
}

/** Starts a service with the starter vocabulary and no article. `settings` are as in the environment. */
export async function startService(settings?: Record<string, string>): Promise<Service> {
  return startOn('vocabulary', settings)
}

/** A service that shows the article of `seed/`. */
export async function startSeeded(settings?: Record<string, string>): Promise<Service> {
  return startOn('seeded', settings)
}

async function startOn(template: Template, settings?: Record<string, string>): Promise<Service> {
  const folder = mkdtempSync(join(temporary, 'colloquy-'))
  copyFileSync(pathOfTemplate(template), join(folder, 'test.db'))
  const { config, store } = openDatabase(join(folder, 'test.db'), settings)
  const deps: Deps = { ...world, config, store }
  const app = await buildApp(deps)
  onTestFinished(async () => {
    await app.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const send = sendTo(app)
  const clientWith = async (role: KeyRole) => {
    const { key } = await store.write((tx) => createKey(tx, deps, { role, name: role }))
    return createClient({ url: 'http://service.test', key, send })
  }
  return { app, deps, client: createClient({ url: 'http://service.test', send }), clientWith }
}

/** As `app.inject`, from in front of the router, where a connection's requests arrive. */
export function askInFront(app: App, request: InjectOptions): Promise<InjectResponse> {
  return inject((incoming, response) => app.server.emit('request', incoming, response), request)
}

/** Carries a client's requests to the app without a port, follows redirects as `fetch` does, checks replies. */
function sendTo(app: App): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const payload = request.body ? Buffer.from(await request.arrayBuffer()) : undefined
    const method = Method.parse(request.method)
    const headers = Object.fromEntries(request.headers)
    const reply = await askInFront(app, {
      method,
      url: pathname + search,
      headers,
      ...(payload && { payload }),
    })
    const { location } = reply.headers
    if (reply.statusCode === 308 && location !== undefined)
      return sendTo(app)(new Request(new URL(location, request.url), { headers }))
    checkReply(method, pathname, search, reply)
    const replyHeaders = Object.entries(reply.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ])
    return new Response(reply.statusCode === 204 ? null : reply.body, {
      status: reply.statusCode,
      headers: replyHeaders,
    })
  }
}

const Method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** A document without anything in it. */
export const emptyDocument: NewDocument = { ...EMPTY_DOCUMENT, title: 'Untitled' }

/** What a pair has besides its texts. */
export const emptyPair = { askedBy: null, answeredBy: [], mentions: [], topics: [] }

export type Planted = Partial<Omit<NewDocument, 'qa'>> & { qa?: Partial<NewDocument['qa'][number]>[] }

/** Writes an article as the importer does, from a document; gives its id. */
export async function plant(deps: Deps, content: Planted, { draft = false } = {}): Promise<string> {
  const qa = (content.qa ?? []).map((pair) => ({
    question: 'Why?',
    answer: 'Because.',
    ...emptyPair,
    ...pair,
  }))
  return deps.store.write(async (tx) => {
    const id = await createArticle(
      tx,
      deps,
      { ...emptyDocument, ...content, qa },
      { author: 'test', reason: 'test' },
    )
    const state = await findArticleState(tx, id)
    if (state && !draft) await publish(tx, deps, state)
    return id
  })
}
