import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { plant } from '../harness.ts'
import { clientOf, plantThree, startGhost, talk } from './world.ts'

// What Ghost 6 gives of each resource where nothing else is asked for.
const POST_KEYS =
  'access canonical_url codeinjection_foot codeinjection_head comment_id comments created_at custom_excerpt custom_template email_subject excerpt feature_image feature_image_alt feature_image_caption featured frontmatter html id meta_description meta_title og_description og_image og_title published_at reading_time slug title twitter_description twitter_image twitter_title updated_at url uuid visibility'
const TAG_KEYS =
  'accent_color canonical_url codeinjection_foot codeinjection_head description feature_image id meta_description meta_title name og_description og_image og_title slug twitter_description twitter_image twitter_title url visibility'
const AUTHOR_KEYS =
  'bio bluesky cover_image facebook id instagram linkedin location mastodon meta_description meta_title name profile_image slug threads tiktok twitter url website youtube'
const SETTINGS_KEYS =
  'accent_color codeinjection_foot codeinjection_head comments_enabled cover_image description facebook firstpromoter_account icon lang locale logo members_enabled members_invite_only members_support_address meta_description meta_title navigation og_description og_image og_title paid_members_enabled portal_button portal_button_icon portal_button_signup_text portal_button_style portal_name portal_plans portal_signup_checkbox_required portal_signup_terms_html recommendations_enabled secondary_navigation timezone title twitter twitter_description twitter_image twitter_title url version'

const keysOf = (resource: object | undefined) =>
  Object.keys(resource ?? {})
    .sort()
    .join(' ')

describe('posts', () => {
  test('have every key that Ghost gives, and so have tags, authors and settings', async () => {
    const service = await startGhost()
    await plantThree(service)
    const { ghost } = service
    expect(keysOf((await ghost.posts.browse())[0])).toBe(POST_KEYS)
    expect(keysOf((await ghost.tags.browse())[0])).toBe(TAG_KEYS)
    expect(keysOf((await ghost.authors.browse())[0])).toBe(AUTHOR_KEYS)
    expect(keysOf(await ghost.settings.browse())).toBe(SETTINGS_KEYS)
  })

  test('are the published articles, as one piece of HTML', async () => {
    const service = await startGhost()
    const [id] = await plantThree(service)
    const post = await service.ghost.posts.read(
      { slug: 'talking-of-rivers' },
      { formats: ['html', 'plaintext'] },
    )
    expect(post).toMatchObject({
      ...{
        id,
        title: talk.title,
        slug: 'talking-of-rivers',
        url: 'https://site.example/articles/talking-of-rivers/',
      },
      ...{
        canonical_url: 'https://site.example/articles/talking-of-rivers',
        excerpt: talk.dek,
        custom_excerpt: talk.dek,
      },
      ...{
        published_at: '2020-01-01T10:00:00.000+00:00',
        visibility: 'public',
        access: true,
        featured: false,
      },
      plaintext: 'Rivers cross borders.\n\nWho owns a river?\n\nNobody does.\n\nThis talk was edited.',
    })
    expect(post.uuid).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    const html = post.html ?? ''
    const inOrder = [
      '<p>Rivers cross',
      '<section id="q1">',
      '<h2>Who <em>owns</em> a river?</h2>',
      '<p>Nobody does.',
      '<p>This talk was <em>',
    ]
    const places = inOrder.map((text) => html.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect((await service.ghost.posts.read({ id: id ?? '' })).html).toBe(html)
  })

  test('have the topics as tags and who made them as authors, the byline first', async () => {
    const service = await startGhost()
    await plantThree(service)
    const posts = await service.ghost.posts.browse({ include: ['tags', 'authors'] })
    const named = posts.map(({ tags, primary_tag, authors, primary_author }) => ({
      tags: tags?.map(({ slug }) => slug),
      primaryTag: primary_tag?.slug,
      authors: authors?.map(({ slug }) => slug),
      primaryAuthor: primary_author?.slug,
    }))
    expect(named).toEqual([
      { tags: [], primaryTag: undefined, authors: ['_site'], primaryAuthor: '_site' },
      {
        tags: ['dams', 'rivers'],
        primaryTag: 'dams',
        authors: ['ben-okri', 'max-born', 'ada-byron'],
        primaryAuthor: 'ben-okri',
      },
      {
        tags: ['rivers', 'dams'],
        primaryTag: 'rivers',
        authors: ['max-born', 'ada-byron'],
        primaryAuthor: 'max-born',
      },
    ])
    expect(await service.ghost.authors.read({ slug: '_site' })).toMatchObject({ name: 'Colloquy' })
  })

  test('have the fields and formats that are asked for', async () => {
    const service = await startGhost()
    await plantThree(service)
    const { posts } = service.ghost
    const keys = async (options: Parameters<typeof posts.browse>[0]) =>
      keysOf((await posts.browse(options))[0])
    expect(await keys({ fields: ['title', 'url'] })).toBe('title url')
    expect(await keys({ fields: ['title'], include: ['tags'] })).toBe('primary_tag tags title')
    expect(await keys({ fields: ['title'], formats: ['plaintext'] })).toBe('plaintext title')
    expect(await keys({ formats: ['plaintext'] })).toBe(
      POST_KEYS.replace(' html', '').replace(' published_at', ' plaintext published_at'),
    )
  })

  test('of an archive are on numbered pages, each once, the newest first', async () => {
    const { deps, ghost } = await startGhost()
    const days = Array.from({ length: 23 }, (_, index) => String(index + 1).padStart(2, '0'))
    for (const day of days)
      await plant(deps, { title: `Day ${day}`, publishedAt: `2020-01-${day}T00:00:00.000Z` })
    const seen: string[] = []
    for (let page: number | null = 1; page !== null;) {
      const found = await ghost.posts.browse({ limit: 10, page, fields: ['title'] })
      const { pagination } = found.meta
      expect(pagination).toMatchObject({
        page,
        limit: 10,
        pages: 3,
        total: 23,
        prev: page > 1 ? page - 1 : null,
      })
      seen.push(...found.map(({ title = '' }) => title))
      page = pagination.next
    }
    expect(seen).toEqual(days.toReversed().map((day) => `Day ${day}`))

    const { pagination } = (await ghost.posts.browse({ limit: 'all' })).meta
    expect(pagination).toEqual({ page: 1, limit: 100, pages: 1, total: 23, next: null, prev: null })
    expect((await ghost.posts.browse()).length).toBe(15)
    expect(await ghost.posts.browse({ page: 9 })).toHaveLength(0)
    const oldest = await ghost.posts.browse({
      order: 'featured desc, published_at asc',
      limit: 2,
      fields: ['title'],
    })
    expect([...oldest]).toEqual([{ title: 'Day 01' }, { title: 'Day 02' }])
    const last = await ghost.posts.browse({ order: 'title DESC', limit: 1, fields: ['title'] })
    expect([...last]).toEqual([{ title: 'Day 23' }])
  })
})

describe('tags and authors', () => {
  test('are those of published articles, by name, with how many there are', async () => {
    const service = await startGhost()
    await plantThree(service)
    await plant(service.deps, { topics: [{ slug: 'secret', name: 'Secret' }] }, { draft: true })
    const { tags, authors } = service.ghost
    const counted = (found: { slug: string; count?: { posts: number } | undefined }[]) =>
      found.map(({ slug, count }) => [slug, count?.posts])
    expect(counted(await tags.browse({ include: 'count.posts' }))).toEqual([
      ['dams', 2],
      ['rivers', 2],
    ])
    await plant(service.deps, { topics: [{ slug: 'rivers', name: 'Rivers' }] })
    const most = await tags.browse({ include: 'count.posts', order: 'count.posts desc', limit: 1 })
    expect([counted(most), most.meta.pagination.total]).toEqual([[['rivers', 3]], 2])
    expect(counted(await tags.browse({ order: 'count.posts asc', page: 2, limit: 1 }))).toEqual([
      ['rivers', undefined],
    ])
    expect(counted(await authors.browse({ include: 'count.posts' }))).toEqual([
      ['ada-byron', 2],
      ['ben-okri', 1],
      ['max-born', 2],
    ])
    expect(
      await tags.browse({ filter: 'slug:[rivers,nothing]+visibility:public', order: 'slug desc' }),
    ).toHaveLength(1)
    expect(await tags.read({ slug: 'rivers' }, { include: 'count.posts' })).toMatchObject({
      ...{ name: 'Rivers', url: 'https://site.example/topics/rivers/', count: { posts: 3 } },
    })
    expect(await authors.read({ slug: 'ben-okri' })).toMatchObject({ name: 'Ben Okri', bio: null })
  })

  test('are found by former names and by ids of what was merged, which lead to the present ones', async () => {
    const service = await startGhost()
    await plantThree(service)
    const { topics } = await service.clientWith('editor')
    const [rivers, dams] = [await topics.get('rivers'), await topics.get('dams')]
    await topics.merge('dams', 'rivers', { ifMatch: dams.etag ?? '' })
    expect(await service.ghost.tags.read({ slug: 'dams' })).toMatchObject({ slug: 'rivers' })
    expect(await service.ghost.tags.read({ id: dams.id })).toMatchObject({ id: rivers.id })
    const { statusCode, headers } = await service.app.inject(`/ghost/api/content/tags/${dams.id}/?key=a`)
    expect([statusCode, headers.location]).toEqual([308, `/ghost/api/content/tags/${rivers.id}/?key=a`])
  })
})

test('settings say what the site is called, where it is, and the language that most of it is in', async () => {
  const { deps, ghost } = await startGhost({ SITE_NAME: 'The Talk' })
  for (const language of ['de', 'de', 'en']) await plant(deps, { language })
  expect(await ghost.settings.browse()).toMatchObject({
    title: 'The Talk',
    url: 'https://site.example/',
    lang: 'de',
  })
})

test('there are no pages and no tiers', async () => {
  const { ghost, app } = await startGhost()
  expect((await ghost.pages.browse({ include: ['authors'], limit: 'all' })).meta.pagination.total).toBe(0)
  const { tiers } = z
    .object({ tiers: z.array(z.unknown()) })
    .parse((await app.inject('/ghost/api/content/tiers/')).json())
  expect(tiers).toEqual([])
})

test('every version that Ghost’s client speaks is answered, with and without a slash at the end', async () => {
  const service = await startGhost()
  await plantThree(service)
  for (const version of ['v2.0', 'v3.0', 'v4.0', 'v5.0', 'v6.0'])
    expect(await clientOf(service.url, undefined, version).posts.browse()).toHaveLength(3)
  const asked = ['/posts', '/posts/', '/posts/slug/on-dams', '/posts/slug/on-dams/']
  for (const path of asked) {
    const { statusCode, headers } = await service.app.inject(`/ghost/api/content${path}?key=a`)
    expect([path, statusCode, headers['content-version']]).toEqual([path, 200, 'v6.0'])
  }
})
