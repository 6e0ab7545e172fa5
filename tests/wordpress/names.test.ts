import { expect, test } from 'vitest'
import { plant, startService } from '../harness.ts'
import { asking, plantThree } from './world.ts'

const API = 'https://cms.example/wp-json/wp/v2'

async function startThree() {
  const service = await startService({ PUBLIC_URL: 'https://cms.example' })
  await plantThree(service)
  return { ...service, ...asking(service) }
}

test('a tag is a topic, with how many posts have it', async () => {
  const { get, number } = await startThree()
  const id = await number('tags', 'dams')
  expect(await get(`/wp/v2/tags/${id}`)).toEqual({
    ...{
      id,
      count: 2,
      description: '',
      link: 'https://site.example/topics/dams',
      name: 'Dams',
      slug: 'dams',
    },
    ...{ taxonomy: 'post_tag', meta: [] },
    _links: {
      ...{ self: [{ href: `${API}/tags/${id}` }], collection: [{ href: `${API}/tags` }] },
      'wp:post_type': [{ href: `${API}/posts?tags=${id}` }],
      curies: [{ name: 'wp', href: 'https://api.w.org/{rel}', templated: true }],
    },
  })
})

test('tags are listed by name, count, slug or number, and narrowed', async () => {
  const { slugs, number } = await startThree()
  const [rivers, dams] = [await number('tags', 'rivers'), await number('tags', 'dams')]
  const talking = await number('posts', 'talking-of-rivers')
  for (const [asked, found] of [
    ['hide_empty=true', ['dams', 'rivers']],
    ['hide_empty=true&order=desc', ['rivers', 'dams']],
    ['orderby=count&order=desc&per_page=2', ['dams', 'rivers']],
    ['orderby=count&order=desc&per_page=1&page=2', ['rivers']],
    ['hide_empty=1&orderby=id', ['rivers', 'dams']],
    ['hide_empty=1&orderby=slug', ['dams', 'rivers']],
    [`orderby=include&include=${rivers},${dams}`, ['rivers', 'dams']],
    [`hide_empty=1&exclude=${rivers}`, ['dams']],
    ['slug=dams,rivers', ['dams', 'rivers']],
    ['search=lakes', ['rivers']],
    [`post=${talking}`, ['dams', 'rivers']],
    ['post=999999', []],
    ['page=999', []],
  ] as const)
    expect([asked, await slugs(`/wp/v2/tags?${asked}`)]).toEqual([asked, found])
})

test('categories are the kinds of articles, and every post is in one', async () => {
  const { slugs, number, get } = await startThree()
  const [interviews, notice] = [await number('categories', 'interview'), await number('posts', 'a-notice')]
  const all = ['article', 'faq', 'interview', 'panel', 'transcript']
  for (const [asked, found] of [
    ['', all],
    ['order=desc', all.toReversed()],
    ['hide_empty=true', ['article', 'interview']],
    ['hide_empty=true&orderby=count&order=desc', ['interview', 'article']],
    ['orderby=id&per_page=1', ['interview']],
    ['search=VIEW', ['interview']],
    ['parent=0&per_page=2&page=3', ['transcript']],
    ['parent=1', []],
    [`include=${interviews}`, ['interview']],
    [`exclude=${interviews}`, all.filter((slug) => slug !== 'interview')],
    [`post=${notice}`, ['article']],
  ] as const)
    expect([asked, await slugs(`/wp/v2/categories?${asked}`)]).toEqual([asked, found])
  expect(await get(`/wp/v2/categories/${interviews}`)).toMatchObject({
    ...{ id: interviews, count: 2, name: 'Interviews', taxonomy: 'category', parent: 0 },
  })
})

test('users are those who stand on articles as more than mentioned', async () => {
  const service = await startThree()
  const { slugs, number, get, deps, refusal, clientWith } = service
  await plant(deps, { title: 'X', people: [{ name: 'Only Named', role: 'mentioned', title: null }] })
  await plant(
    deps,
    { title: 'Y', people: [{ name: 'In A Draft', role: 'author', title: null }] },
    { draft: true },
  )
  const editor = await clientWith('editor')
  const { id, etag = '' } = await editor.people.get('max-born')
  await editor.people.update(id, { bio: 'A <poet>.', sameAs: ['https://max.example/'] }, { ifMatch: etag })
  const [ada, max] = [await number('users', 'ada-byron'), await number('users', 'max-born')]
  for (const [asked, found] of [
    ['', ['ada-byron', 'ben-okri', 'max-born']],
    ['orderby=slug&order=desc&per_page=1', ['max-born']],
    ['orderby=id', ['ada-byron', 'max-born', 'ben-okri']],
    [`orderby=include&include=${max},${ada}`, ['max-born', 'ada-byron']],
    [`exclude=${ada}`, ['ben-okri', 'max-born']],
    ['search=okri', ['ben-okri']],
    ['slug=only-named,max-born', ['max-born']],
  ] as const)
    expect([asked, await slugs(`/wp/v2/users?${asked}`)]).toEqual([asked, found])
  expect(await get(`/wp/v2/users/${max}`)).toEqual({
    ...{ id: max, name: 'Max Born', url: 'https://max.example/', description: 'A &lt;poet&gt;.' },
    ...{ link: 'https://site.example/people/max-born', slug: 'max-born', avatar_urls: {}, meta: [] },
    _links: { self: [{ href: `${API}/users/${max}` }], collection: [{ href: `${API}/users` }] },
  })
  expect(await refusal('/wp/v2/users/999999')).toMatchObject({ status: 404, code: 'rest_user_invalid_id' })
  expect(await refusal('/wp/v2/users/me')).toMatchObject({ status: 401, code: 'rest_not_logged_in' })
})

test('types are posts and pages, and there are no pages', async () => {
  const { get, slugs, ask, refusal } = await startThree()
  expect(await get('/wp/v2/types')).toMatchObject({
    post: { rest_base: 'posts' },
    page: { rest_base: 'pages' },
  })
  expect(await get('/wp/v2/types/post?_fields=slug,taxonomies')).toEqual({
    slug: 'post',
    taxonomies: ['category', 'post_tag'],
  })
  expect(await refusal('/wp/v2/types/book')).toMatchObject({ status: 404, code: 'rest_type_invalid' })
  expect(await slugs('/wp/v2/pages?orderby=menu_order&parent=0')).toEqual([])
  expect((await ask('/wp/v2/pages')).headers['x-wp-total']).toBe('0')
  expect(await refusal('/wp/v2/pages/1')).toMatchObject({ status: 404, code: 'rest_post_invalid_id' })
})
