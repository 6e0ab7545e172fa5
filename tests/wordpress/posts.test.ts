import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startService } from '../harness.ts'
import { asking, plantThree, talk } from './world.ts'

const SETTINGS = { PUBLIC_URL: 'https://cms.example', SITE_NAME: 'The Talk' }
const Posts = z.array(z.object({ content: z.object({ rendered: z.string() }) }))
const API = 'https://cms.example/wp-json/wp/v2'

async function startThree(settings: Record<string, string> = SETTINGS) {
  const service = await startService(settings)
  const ids = await plantThree(service)
  return { ...service, ids, ...asking(service) }
}

describe('a post', () => {
  test('is an article: titles and texts are HTML, its first interviewer is its author, its topics are its tags', async () => {
    const { get, number } = await startThree()
    const id = await number('posts', 'talking-of-rivers')
    const [author, tag, other] = [
      await number('users', 'max-born'),
      await number('tags', 'rivers'),
      await number('tags', 'dams'),
    ]
    const category = await number('categories', 'interview')
    expect(await get(`/wp/v2/posts/${id}`)).toMatchObject({
      ...{ id, slug: 'talking-of-rivers', status: 'publish', type: 'post', author },
      ...{ date: '2020-01-01T10:00:00', date_gmt: '2020-01-01T10:00:00' },
      link: 'https://site.example/articles/talking-of-rivers',
      title: { rendered: 'Talking of &lt;Rivers&gt;' },
      excerpt: { rendered: '<p>A hydrologist &amp; borders.</p>\n', protected: false },
      ...{ featured_media: 0, comment_status: 'closed', sticky: false, format: 'standard', meta: [] },
      ...{ categories: [category], tags: [tag, other] },
      _links: {
        self: [{ href: `${API}/posts/${id}` }],
        author: [{ embeddable: true, href: `${API}/users/${author}` }],
        'wp:term': [
          { taxonomy: 'category', embeddable: true, href: `${API}/categories?post=${id}` },
          { taxonomy: 'post_tag', embeddable: true, href: `${API}/tags?post=${id}` },
        ],
      },
    })
  })

  test('has the whole text: intro, questions as headings with their anchors, answers, note', async () => {
    const { get } = await startThree()
    const [post] = Posts.parse(await get('/wp/v2/posts?slug=talking-of-rivers'))
    for (const part of [
      '<p>Rivers cross borders.</p>',
      '<section id="q1">',
      '<h2>Who <em>owns</em> a river?</h2>',
      '<p>Nobody does.</p>',
      '<p>This talk was <em>edited</em>.</p>',
    ])
      expect(post?.content.rendered).toContain(part)
  })

  test('without a dek has the beginning of its text as an excerpt, and without people no author', async () => {
    const { get } = await startThree()
    expect(
      await get('/wp/v2/posts?slug=a-notice&_fields=excerpt,author,_links.author&_embed=author'),
    ).toEqual([{ excerpt: { rendered: '<p>Closed.</p>\n', protected: false }, author: 0, _links: {} }])
  })

  test('comes with its author and terms where it is asked to, and with none of them else', async () => {
    const { get } = await startThree()
    const one = '/wp/v2/posts?slug=talking-of-rivers'
    expect(await get(`${one}&_embed`)).toMatchObject([
      {
        _embedded: {
          author: [{ slug: 'max-born', name: 'Max Born', link: 'https://site.example/people/max-born' }],
          'wp:term': [
            [{ taxonomy: 'category', name: 'Interviews', slug: 'interview' }],
            [{ taxonomy: 'post_tag', name: 'Rivers &amp; Lakes' }, { slug: 'dams' }],
          ],
        },
      },
    ])
    expect(await get(`${one}&_embed=author&_fields=slug,_links.author`)).toMatchObject([
      { slug: 'talking-of-rivers', _embedded: { author: [{ slug: 'max-born' }] } },
    ])
    for (const without of ['', '&_embed&_fields=slug', '&_embed=replies'])
      expect(JSON.stringify(await get(one + without))).not.toContain('_embedded')
  })

  test('has of its members those that are asked for, at any depth, and fewer where it is embedded', async () => {
    const { get } = await startThree()
    const one = '/wp/v2/posts?slug=on-dams'
    expect(await get(`${one}&_fields=slug,title.rendered`)).toEqual([
      { slug: 'on-dams', title: { rendered: 'On Dams' } },
    ])
    expect(await get(`${one}&_fields[]=slug&_fields[]=no`)).toEqual([{ slug: 'on-dams' }])
    const [embedded] = z.array(z.looseObject({})).parse(await get(`${one}&context=embed`))
    expect(Object.keys(embedded ?? {}).sort()).toEqual(
      [
        ...['_links', 'author', 'date', 'excerpt', 'featured_media', 'id', 'link', 'slug', 'title', 'type'],
      ].sort(),
    )
  })
})

describe('a list of posts', () => {
  test('is narrowed by what WordPress narrows it by', async () => {
    const { slugs, number } = await startThree()
    const [talking, dams, notice] = [
      await number('posts', 'talking-of-rivers'),
      await number('posts', 'on-dams'),
      await number('posts', 'a-notice'),
    ]
    const [rivers, damTag] = [await number('tags', 'rivers'), await number('tags', 'dams')]
    const [max, ben, ada] = [
      await number('users', 'max-born'),
      await number('users', 'ben-okri'),
      await number('users', 'ada-byron'),
    ]
    const [articles, interviews] = [
      await number('categories', 'article'),
      await number('categories', 'interview'),
    ]
    const all = ['a-notice', 'on-dams', 'talking-of-rivers']
    for (const [asked, found] of [
      ['', all],
      [`tags=${rivers}`, ['talking-of-rivers']],
      [`tags=${rivers},${damTag}`, ['on-dams', 'talking-of-rivers']],
      [`tags[]=${rivers}&tags[]=${damTag}`, ['on-dams', 'talking-of-rivers']],
      ['tags=', all],
      ['tags=999999', []],
      [`tags=${dams}`, []],
      [`tags_exclude=${rivers}`, ['a-notice', 'on-dams']],
      [`categories=${articles}`, ['a-notice']],
      [
        `categories=${interviews},${articles}&categories_exclude=${articles}`,
        ['on-dams', 'talking-of-rivers'],
      ],
      [`categories_exclude=${interviews}`, ['a-notice']],
      [`categories=${rivers}`, []],
      [`author=${max}`, ['talking-of-rivers']],
      [`author=${max},${ben}`, ['on-dams', 'talking-of-rivers']],
      [`author=${ada}`, []],
      [`author_exclude=${ben}`, ['a-notice', 'talking-of-rivers']],
      [`include=${dams},${notice}`, ['a-notice', 'on-dams']],
      [`include=${dams},${notice}&slug=on-dams,talking-of-rivers`, ['on-dams']],
      [`exclude=${dams}`, ['a-notice', 'talking-of-rivers']],
      ['after=2021-01-01T09:59:59', ['a-notice', 'on-dams']],
      ['after=2021-01-01T10:00:00', ['a-notice']],
      ['after=2021-01-01T11:59:59%2B02:00', ['a-notice', 'on-dams']],
      // The post says 10:00:00.
      ['after=2020-01-01T10:00:00', ['a-notice', 'on-dams']],
      ['before=2020-01-01T10:00:00', []],
      ['before=2020-01-01T10:00:01Z', ['talking-of-rivers']],
      ['modified_after=2100-01-01T00:00:00', []],
      ['modified_before=2100-01-01T00:00:00', all],
      ['search=wall', ['on-dams']],
      [`search=dams&tags=${rivers}`, ['talking-of-rivers']],
      ['search=', all],
      ['search=xylophone', []],
      ['sticky=true', []],
      ['sticky=false', all],
      ['status=publish', all],
      [`slug=no-such`, []],
      [`search=wall&include=${talking}`, []],
    ] as const)
      expect([asked, await slugs(`/wp/v2/posts?${asked}`)]).toEqual([asked, found])
  })

  test('comes in the orders of WordPress', async () => {
    const { slugs, number } = await startThree()
    const numbers = await Promise.all(
      ['on-dams', 'a-notice', 'talking-of-rivers'].map((slug) => number('posts', slug)),
    )
    const [talking, dams, notice] = ['talking-of-rivers', 'on-dams', 'a-notice']
    for (const [asked, found] of [
      ['orderby=date', [notice, dams, talking]],
      ['orderby=date&order=asc', [talking, dams, notice]],
      ['orderby=modified&order=asc', [talking, dams, notice]],
      ['orderby=title&order=asc', [notice, dams, talking]],
      ['orderby=slug&order=desc', [talking, dams, notice]],
      ['orderby=id&order=asc', [talking, dams, notice]],
      ['orderby=id', [notice, dams, talking]],
      [`orderby=include&include=${numbers.join()}`, [dams, notice, talking]],
      [`orderby=include&include=${numbers.join()}&per_page=1&page=2`, [notice]],
      ['orderby=relevance&search=dam', [dams, talking]],
      ['orderby=slug&order=asc&search=dams', [dams, talking]],
      ['orderby=id&order=asc&search=dams', [talking, dams]],
    ] as const)
      expect([asked, await slugs(`/wp/v2/posts?${asked}`)]).toEqual([asked, found])
  })

  test('says how many there are, and where the pages beside it are', async () => {
    const { ask, slugs } = await startThree()
    const { headers } = await ask('/wp/v2/posts?per_page=1&page=2&_fields=slug')
    expect(headers).toMatchObject({
      ...{ 'x-wp-total': '3', 'x-wp-totalpages': '3', allow: 'GET' },
      link:
        `<${API}/posts?per_page=1&page=1&_fields=slug>; rel="prev", ` +
        `<${API}/posts?per_page=1&page=3&_fields=slug>; rel="next"`,
    })
    expect(headers['access-control-expose-headers']).toMatch(/X-WP-Total, X-WP-TotalPages/)
    expect(await slugs('/wp/v2/posts?per_page=2&page=2')).toEqual(['talking-of-rivers'])
    expect(await slugs('/wp/v2/posts?per_page=1&offset=1')).toEqual(['on-dams'])
    expect(await slugs('/wp/v2/posts?offset=9')).toEqual([])
    const { headers: none } = await ask('/wp/v2/posts?slug=no-such')
    expect([none['x-wp-total'], none['x-wp-totalpages'], none['link']]).toEqual(['0', '0', undefined])
  })

  test('is of published articles alone', async () => {
    const service = await startThree()
    const { clientWith, ids, slugs, number, refusal } = service
    const editor = await clientWith('editor')
    const taken = await number('posts', 'on-dams')
    const draft = await editor.articles.create({ title: 'A draft' })
    const { etag } = await editor.articles.draft(ids[1])
    await editor.articles.unpublish(ids[1], { ifMatch: etag })
    expect(await slugs('/wp/v2/posts')).toEqual(['a-notice', 'talking-of-rivers'])
    const unknown = await refusal('/wp/v2/posts/999999')
    expect(unknown).toEqual({ status: 404, code: 'rest_post_invalid_id', params: undefined, isStored: false })
    expect(await refusal(`/wp/v2/posts/${taken}`)).toEqual(unknown)
    expect((await service.ask(`/wp/v2/posts/${taken}`)).body).toBe(
      (await service.ask('/wp/v2/posts/999999')).body,
    )
    expect(draft.slug).toBe('a-draft')
    expect(await slugs('/wp/v2/posts?slug=a-draft')).toEqual([])
  })
})

test('a post that was taken back is gone, and the notice says why', async () => {
  const { clientWith, ids, number, ask } = await startThree()
  const taken = await number('posts', 'on-dams')
  const editor = await clientWith('editor')
  const { etag } = await editor.articles.draft(ids[1])
  await editor.articles.correct(ids[1], { kind: 'retraction', text: 'It was wrong.' }, { ifMatch: etag })
  const { statusCode, body } = await ask(`/wp/v2/posts/${taken}`)
  expect([statusCode, JSON.parse(body)]).toEqual([
    410,
    { code: 'rest_post_invalid_id', message: 'It was wrong.', data: { status: 410 } },
  ])
})

test('a search lists posts by title and address', async () => {
  const { get, ask, number } = await startThree()
  const id = await number('posts', 'on-dams')
  const found = '/wp/v2/search?search=wall&type=post&subtype=post'
  expect(await get(`${found}&_fields=id,title,url,type,subtype`)).toEqual([
    { id, title: 'On Dams', url: 'https://site.example/articles/on-dams', type: 'post', subtype: 'post' },
  ])
  expect(await get(`${found}&_embed`)).toMatchObject([{ _embedded: { self: [{ slug: 'on-dams', id }] } }])
  expect(await get('/wp/v2/search?search=wall&subtype=page')).toEqual([])
  expect((await ask('/wp/v2/search?per_page=2')).headers['x-wp-total']).toBe('3')
  expect(talk.title).toContain('<')
})
