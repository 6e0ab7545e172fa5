import content, { type GhostAPI } from '@tryghost/content-api'
import { z } from 'zod'
import { type Planted, plant, type Service, startService } from '../harness.ts'
import { listen } from '../listen.ts'

/** What Ghost's client takes for a key. */
const ANY_KEY = '0123456789abcdef0123456789'

// The types are those of a module that has it one step further in.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
const GhostContentAPI = content as unknown as typeof content.default

/** Ghost's own client of a service. */
export function clientOf(url: string, key = ANY_KEY, version = 'v6.0'): GhostAPI {
  return new GhostContentAPI({ url, key, version })
}

/** A service that listens, where it does, and Ghost's client of it. */
export async function startGhost(
  settings?: Record<string, string>,
): Promise<Service & { url: string; ghost: GhostAPI }> {
  const service = await startService(settings)
  const url = await listen(service)
  return { ...service, url, ghost: clientOf(url) }
}

type Person = NonNullable<Planted['people']>[number]

function person(name: string, role: Person['role']): Person {
  return { name, role, title: null }
}

const rivers = { slug: 'rivers', name: 'Rivers' }
const dams = { slug: 'dams', name: 'Dams' }
const ada = person('Ada Byron', 'interviewee')
const max = person('Max Born', 'interviewer')
const ben = person('Ben Okri', 'interviewer')

/** The oldest of `plantThree`, whole. */
export const talk: Planted = {
  title: 'Talking of Rivers',
  dek: 'A hydrologist on borders.',
  intro: 'Rivers cross borders.',
  note: 'This talk was *edited*.',
  publishedAt: '2020-01-01T10:00:00.000Z',
  topics: [rivers, dams],
  people: [ada, max],
  qa: [
    { question: 'Who *owns* a river?', answer: 'Nobody does.', askedBy: max.name, answeredBy: [ada.name] },
  ],
}

/**
 * The ids of three articles, the oldest first: Max asks Ada of rivers and dams; Ben and Max ask her of dams and rivers;
 * a notice by nobody in which she is mentioned.
 */
export async function plantThree({ deps }: Service): Promise<string[]> {
  const notice: Planted = { title: 'A Notice', kind: 'article', intro: 'Closed.' }
  return [
    await plant(deps, talk),
    await plant(deps, {
      ...{ title: 'On Dams', publishedAt: '2021-01-01T10:00:00.000Z' },
      ...{ topics: [dams, rivers], people: [ada, ben, max], qa: [{ answer: 'A wall.' }] },
    }),
    await plant(deps, {
      ...{ ...notice, publishedAt: '2022-01-01T10:00:00.000Z' },
      people: [person('Ada Byron', 'mentioned')],
    }),
  ]
}

/** What Ghost's client rejects with. */
export const Refusal = z.looseObject({
  name: z.string(),
  message: z.string(),
  context: z.string().nullable(),
  property: z.string().nullable(),
  response: z.looseObject({ status: z.int() }),
})

/** How Ghost's client says that a request was refused. */
export async function refusalOf(request: Promise<unknown>): Promise<z.output<typeof Refusal>> {
  return Refusal.parse(
    await request.then(
      () => 'It was not refused.',
      (error: unknown) => error,
    ),
  )
}
