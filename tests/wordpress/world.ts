import type { Response } from 'light-my-request'
import { z } from 'zod'
import { askInFront, type Planted, plant, type Service, startService } from '../harness.ts'
import { freePort } from '../running.ts'

const HOST = '127.0.0.1'

/** A service that listens where its links lead. */
export async function startListening(settings?: Record<string, string>): Promise<Service & { url: string }> {
  const port = await freePort()
  const url = `http://${HOST}:${port}`
  const service = await startService({ PUBLIC_URL: url, ...settings })
  await service.app.listen({ host: HOST, port })
  return { ...service, url }
}

type Person = NonNullable<Planted['people']>[number]

function person(name: string, role: Person['role']): Person {
  return { name, role, title: null }
}

const rivers = { slug: 'rivers', name: 'Rivers & Lakes' }
const dams = { slug: 'dams', name: 'Dams' }
const ada = person('Ada Byron', 'interviewee')
const max = person('Max Born', 'interviewer')
const ben = person('Ben Okri', 'interviewer')

/** The oldest of `plantThree`, whole. */
export const talk: Planted = {
  title: 'Talking of <Rivers>',

  dek: 'A hydrologist & borders.',
  intro: 'Rivers cross borders.',
  note: 'This talk was *edited*.',
  publishedAt: '2020-01-01T10:00:00.500Z',
  topics: [rivers, dams],
  people: [ada, max],
  qa: [
    { question: 'Who *owns* a river?', answer: 'Nobody does.', askedBy: max.name, answeredBy: [ada.name] },
  ],
}

/** The ids of three articles, the oldest first: Max asks Ada of rivers and dams; Ben and Max ask her of dams; a notice by nobody. */
export async function plantThree({ deps }: Service): Promise<[string, string, string]> {
  return [
    await plant(deps, talk),
    await plant(deps, {
      ...{ title: 'On Dams', publishedAt: '2021-01-01T10:00:00.000Z', topics: [dams] },
      ...{ people: [ada, ben, max], qa: [{ question: 'What is a dam?', answer: 'A wall.' }] },
    }),
    await plant(deps, {
      ...{ title: 'A Notice', kind: 'article', intro: 'Closed.', publishedAt: '2022-01-01T10:00:00.000Z' },
      people: [person('Ada Byron', 'mentioned')],
    }),
  ]
}

const ApiError = z.strictObject({
  code: z.string(),
  message: z.string(),
  data: z.strictObject({
    status: z.int(),
    params: z.record(z.string(), z.string()).optional(),
    details: z
      .record(z.string(), z.object({ code: z.string(), message: z.string(), data: z.null() }))
      .optional(),
  }),
})

const Resources = z.array(z.looseObject({ id: z.int(), slug: z.string() }))

interface Asking {
  ask: (path: string) => Promise<Response>
  /** A reply as it is. */
  get: (path: string) => Promise<unknown>
  /** The slugs of a list, in its order. */
  slugs: (path: string) => Promise<string[]>
  /** The number of what has a slug. */
  number: (list: string, slug: string) => Promise<number>
  /** How a request was refused: the status, the code, and each parameter. */
  refusal: (path: string) => Promise<Refusal>
}

interface Refusal {
  status: number
  code: string
  params: Record<string, string> | undefined
  /** By caches. */
  isStored: boolean
}

/** Asks a service in WordPress's words; `path` begins behind `/wp-json`. */
export function asking({ app }: Pick<Service, 'app'>): Asking {
  const ask = (path: string) => askInFront(app, { url: `/wp-json${path}` })
  const resources = async (path: string) => Resources.parse((await ask(path)).json())
  return {
    ask,
    get: async (path) => (await ask(path)).json<unknown>(),
    slugs: async (path) => (await resources(path)).map(({ slug }) => slug),
    number: async (list, slug) => (await resources(`/wp/v2/${list}?slug=${slug}`))[0]?.id ?? 0,
    refusal: async (path) => {
      const { statusCode: status, body, headers } = await ask(path)
      const { code, data } = ApiError.parse(JSON.parse(body))
      return { status, code, params: data.params, isStored: headers['cache-control'] !== 'no-store' }
    },
  }
}
