import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { plant, type Service, startService } from '../harness.ts'
import { plantThree, refusalOf, startGhost } from './world.ts'

const Named = z.object({ slug: z.string() })
const Post = z.object({
  slug: z.string(),
  published_at: z.string(),
  tags: z.array(Named),
  authors: z.array(Named),
  primary_tag: Named.nullable(),
  primary_author: Named,
})
type Post = z.output<typeof Post>
const Page = z.object({
  posts: z.array(Post),
  meta: z.object({ pagination: z.object({ total: z.int() }) }),
})

/** A filter, and what it says of a post. */
interface Said {
  filter: string
  holds: (post: Post) => boolean
}

const TAGS = ['rivers', 'dams', 'law', 'nothing']
const PEOPLE = ['ada-byron', 'max-born', 'ben-okri', 'nobody', '_site']
const ROLES = ['author', 'interviewer', 'interviewee', 'editor', 'mentioned'] as const
const DAYS = ['2020-01-01', '2020-01-02', '2020-01-03']

const slugs = (named: { slug: string }[]) => named.map(({ slug }) => slug)
const namesOf: Record<string, (post: Post) => string[]> = {
  tag: ({ tags }) => slugs(tags),
  author: ({ authors }) => slugs(authors),
  primary_tag: ({ primary_tag: first }) => (first ? [first.slug] : []),
  primary_author: ({ primary_author: first }) => [first.slug],
  slug: ({ slug }) => [slug],
}

const byName = fc
  .record({
    field: fc.constantFrom(...Object.keys(namesOf)),
    not: fc.boolean(),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  })
  .map(({ field, not, picks }): Said => {
    const pool = field === 'slug' ? ['a-0', 'b-1', 'c-2'] : field.endsWith('tag') ? TAGS : PEOPLE
    const names = [...new Set(picks.map((pick) => pool[pick % pool.length] ?? ''))]
    const value = names.length > 1 ? `[${names.join()}]` : names.join()
    const has = (post: Post) => (namesOf[field]?.(post) ?? []).some((name) => names.includes(name))
    return { filter: `${field}:${not ? '-' : ''}${value}`, holds: (post) => has(post) !== not }
  })
const SIGNS = { '>': [1], '>=': [0, 1], '<': [-1], '<=': [-1, 0] }
const byDay = fc
  .record({ day: fc.constantFrom(...DAYS), operator: fc.constantFrom('>', '>=', '<', '<=') })
  .map(({ day, operator }): Said => {
    const order = (post: Post) => Math.sign(Date.parse(post.published_at) - Date.parse(day))
    const signs = SIGNS[operator]
    return {
      filter: `published_at:${operator}'${day} 00:00:00'`,
      holds: (post) => signs.includes(order(post)),
    }
  })
const byWhatAllHave = fc
  .constantFrom('featured:false', 'visibility:public', 'featured:true')
  .map((filter): Said => ({ filter, holds: () => !filter.endsWith('true') }))

const { said } = fc.letrec<{ said: Said }>((tie) => ({
  said: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(byName, byDay, byWhatAllHave),
    fc
      .record({ parts: fc.array(tie('said'), { minLength: 2, maxLength: 3 }), all: fc.boolean() })
      .map(({ parts, all }): Said => ({
        filter: `(${parts.map(({ filter }) => filter).join(all ? '+' : ',')})`,
        holds: (post) =>
          all ? parts.every(({ holds }) => holds(post)) : parts.some(({ holds }) => holds(post)),
      })),
  ),
}))

async function plantMany({ deps }: Service): Promise<void> {
  const pick = <T>(list: readonly T[], number: number) =>
    list.filter((_, index) => (number >> index) % 2 === 1)
  const names = ['Ada Byron', 'Max Born', 'Ben Okri']
  for (let number = 0; number < 24; number += 1) {
    const topics = pick(['rivers', 'dams', 'law'], number * 5).map((slug) => ({ slug, name: slug }))
    // Some stand on an article twice, some in the role of another.
    const step = number % 3 === 0 ? ROLES.length : 3
    const people = pick([...names, ...names], number * 7 + (number >> 2)).map((name, index) => {
      return { name, role: ROLES[(number + index * step) % ROLES.length] ?? 'author', title: null }
    })
    const publishedAt = `${DAYS[number % DAYS.length]}T00:00:00.000Z`
    const title = `${'abc'[number % 3]} ${number}`
    await plant(deps, { title, publishedAt, topics: number % 2 === 0 ? topics : topics.toReversed(), people })
  }
}

describe('a filter', () => {
  test('finds the posts that it says, whatever it is made of', async () => {
    const service = await startService()
    await plantMany(service)
    const browse = async (query: Record<string, string>) => {
      const all = new URLSearchParams({ key: 'a', limit: 'all', include: 'tags,authors', ...query })
      const reply = await service.app.inject(`/ghost/api/content/posts/?${all.toString()}`)
      expect(reply.statusCode).toBe(200)
      return Page.parse(reply.json())
    }
    const { posts } = await browse({})
    expect(posts).toHaveLength(24)
    await fc.assert(
      fc.asyncProperty(said, async ({ filter, holds }) => {
        const found = await browse({ filter })
        expect(slugs(found.posts)).toEqual(slugs(posts.filter(holds)))
        expect(found.meta.pagination.total).toBe(found.posts.length)
      }),
      { numRuns: 80 },
    )
  }, 20_000)

  test('goes by all of several tags, by moments in any zone, and by names in quotation marks', async () => {
    const service = await startGhost()
    const [id = ''] = await plantThree(service)
    const { posts } = service.ghost
    const find = async (filter: string) => slugsOf(await posts.browse({ filter }))
    expect(await find('tags:[rivers+dams]')).toEqual(['on-dams', 'talking-of-rivers'])
    expect(await find('tag:rivers,tag:dams')).toEqual(['on-dams', 'talking-of-rivers'])
    expect(await find(`tags:rivers+id:-${id}`)).toEqual(['on-dams'])
    expect(await find("tag:'rivers'+published_at:>'2020-01-01T11:30:00+01:00'")).toEqual(['on-dams'])
    expect(await find('feature_image:-null')).toEqual([])
    expect(await find(' ((tag:rivers)) ')).toEqual(['on-dams', 'talking-of-rivers'])
  })

  test.each([
    ['nope:1', 'is no field here'],
    ["title:'On Dams'", 'is no field here'],
    ['constructor:a1', 'is no field here'],
    ['html:null+tag:rivers', 'is no field here'],
    ['tag:rivers,authors.email:-null', 'is no field here'],
    ["slug:~'dam'", 'an operator that is not spoken'],
    ['tag:>rivers', 'not compared by >'],
    ['featured:>false', 'not compared by >'],
    ['published_at:[2020-01-01+2020-01-02]', 'not compared by all'],
    ['tag:null', 'not with null'],
    ['published_at:>yesterday', 'compared with moments'],
    ["published_at:>'2020-02-31'", 'compared with moments'],
    ['published_at:>now-30d', 'write dates out'],
    ['slug:007', 'quotation marks'],
    ['tag:', 'is not NQL'],
    ['tag:rivers+', 'is not NQL'],
    ['(tag:rivers', 'is not NQL'],
    [`slug:[${Array.from({ length: 51 }, (_, index) => `a${index}`).join()}]`, 'more than 50'],
  ])('that we do not speak is refused: %s', async (filter, reason) => {
    const { ghost } = await startGhost()
    const refusal = await refusalOf(ghost.posts.browse({ filter }))
    expect(refusal).toMatchObject({
      ...{ name: 'BadRequestError', property: 'filter', response: { status: 400 } },
      message: 'Request not understood error, cannot list posts.',
    })
    expect(refusal.context).toContain(reason)
    expect(await refusalOf(ghost.pages.browse({ filter }))).toMatchObject({ name: 'BadRequestError' })
  })
})

test.each(['published_at', 'published_at down', 'html asc', 'title asc, published_at asc', 'a asc b'])(
  'an order that we do not speak is refused: %s',
  async (order) => {
    const { ghost } = await startGhost()
    const expected = { name: 'BadRequestError', property: 'order', response: { status: 400 } }
    expect(await refusalOf(ghost.posts.browse({ order }))).toMatchObject(expected)
    expect(await refusalOf(ghost.tags.browse({ order }))).toMatchObject(expected)
  },
)

test.each([
  ['limit', '0'],
  ['limit', 'many'],
  ['page', '0'],
  ['page', '1.5'],
  ['fields', 'title,nope'],
  ['formats', 'mobiledoc'],
  ['include', 'tags,email'],
  ['preview', '1'],
])('a parameter of the wrong form is refused: %s=%s', async (name, value) => {
  const { ghost } = await startGhost()
  const refusal = await refusalOf(ghost.posts.browse({ [name]: value }))
  expect(refusal).toMatchObject({ name: 'ValidationError', property: name, response: { status: 422 } })
})

function slugsOf(posts: { slug: string }[]): string[] {
  return posts.map(({ slug }) => slug)
}
