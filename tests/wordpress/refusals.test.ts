import { expect, test } from 'vitest'
import { z } from 'zod'
import { createKey } from '../../src/keys/queries.ts'
import { startService } from '../harness.ts'
import { asking, plantThree } from './world.ts'

async function startThree(settings?: Record<string, string>) {
  const service = await startService(settings)
  await plantThree(service)
  return { ...service, ...asking(service) }
}

/** undefined: it is no error. */
function codeOf(body: string): string | undefined {
  return z.object({ code: z.string().optional() }).catch({}).parse(JSON.parse(body)).code
}

test('what is asked wrongly is refused in WordPress’s words, and not stored', async () => {
  const { refusal } = await startThree()
  for (const [path, status, code, parameters] of [
    ['/wp/v2/nothing', 404, 'rest_no_route', undefined],
    ['/wp/v2/media', 404, 'rest_no_route', undefined],
    ['/nothing', 404, 'rest_no_route', undefined],
    ['/wp/v2/posts/talking-of-rivers', 404, 'rest_no_route', undefined],
    ['/wp/v2/posts/0', 404, 'rest_post_invalid_id', undefined],
    ['/wp/v2/tags/1', 404, 'rest_term_invalid', undefined],
    ['/wp/v2/categories/99999', 404, 'rest_term_invalid', undefined],
    ['/wp/v2/posts?page=2', 400, 'rest_post_invalid_page_number', undefined],
    ['/wp/v2/search?page=2', 400, 'rest_search_invalid_page_number', undefined],
    ['/wp/v2/posts?orderby=relevance', 400, 'rest_no_search_term_defined', undefined],
    ['/wp/v2/posts?orderby=include', 400, 'rest_orderby_include_missing_include', undefined],
    ['/wp/v2/posts?context=edit', 401, 'rest_forbidden_context', undefined],
    ['/wp/v2/users/1?context=edit', 401, 'rest_forbidden_context', undefined],
    ['/wp/v2/posts?per_page=101', 400, 'rest_invalid_param', ['per_page']],
    ['/wp/v2/posts?page=0&per_page=x', 400, 'rest_invalid_param', ['page', 'per_page']],
    ['/wp/v2/posts?status=draft', 400, 'rest_invalid_param', ['status']],
    ['/wp/v2/posts?status[]=publish&status[]=any', 400, 'rest_invalid_param', ['status']],
    ['/wp/v2/posts?orderby=author', 400, 'rest_invalid_param', ['orderby']],
    ['/wp/v2/posts?order=up', 400, 'rest_invalid_param', ['order']],
    ['/wp/v2/posts?after=yesterday', 400, 'rest_invalid_param', ['after']],
    ['/wp/v2/posts?tags=rivers', 400, 'rest_invalid_param', ['tags']],
    ['/wp/v2/posts?tags[operator]=AND', 400, 'rest_invalid_param', ['tags[operator]']],
    ['/wp/v2/posts?tax_relation=AND', 400, 'rest_invalid_param', ['tax_relation']],
    ['/wp/v2/posts?search_columns=post_title', 400, 'rest_invalid_param', ['search_columns']],
    ['/wp/v2/posts?lang=de', 400, 'rest_invalid_param', ['lang']],
    ['/wp/v2/posts/1?password=x', 400, 'rest_invalid_param', ['password']],
    ['/wp/v2/search?type=term', 400, 'rest_invalid_param', ['type']],
    ['/wp/v2/users?roles=author', 400, 'rest_invalid_param', ['roles']],
    ['/?nothing=1', 400, 'rest_invalid_param', ['nothing']],
  ] as const) {
    const { params, ...told } = await refusal(path)
    expect([path, told]).toEqual([path, { status, code, isStored: false }])
    expect([path, params && Object.keys(params)]).toEqual([path, parameters])
  }
})

test('what changes nothing is taken: a moment against caches, the language of messages', async () => {
  const { slugs } = await startThree()
  expect(await slugs('/wp/v2/posts?_=1700000000&_locale=user&per_page=1')).toEqual(['a-notice'])
})

test('nothing is written here: whoever is nobody is told 401, whoever has a key 403', async () => {
  const { app, deps } = await startThree()
  const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'admin', name: 'admin' }))
  const answers: unknown[] = []
  for (const authorization of [undefined, `Bearer ${key}`])
    for (const [method, path] of [
      ['POST', 'posts'],
      ['PUT', 'posts/1'],
      ['PATCH', 'tags/1'],
      ['DELETE', 'users/1/'],
      ['POST', 'search'],
      ['DELETE', 'posts'],
    ] as const) {
      const headers = authorization === undefined ? {} : { authorization }
      const url = `/wp-json/wp/v2/${path}`
      const reply = await app.inject({ method, url, headers, payload: { title: 'x' } })
      answers.push([reply.statusCode, codeOf(reply.body)])
    }
  const codes = ['rest_cannot_create', 'rest_cannot_edit', 'rest_cannot_edit', 'rest_cannot_delete']
  const none = [404, 'rest_no_route']
  expect(answers).toEqual([
    ...[...codes.map((code) => [401, code]), none, none],
    ...[...codes.map((code) => [403, code]), none, none],
  ])
})

test('where reading needs a key it comes as a bearer, or as the password of anybody', async () => {
  const { app, deps, refusal } = await startThree({ READ_ACCESS: 'key' })
  const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'theme' }))
  const basic = (password: string) => `Basic ${Buffer.from(`theme:${password}`).toString('base64')}`
  const ask = async (authorization: string) => {
    const url = '/wp-json/wp/v2/posts'
    const { statusCode, body, headers } = await app.inject({ url, headers: { authorization } })
    return [statusCode, codeOf(body), headers['cache-control']]
  }
  expect(await refusal('/wp/v2/posts')).toMatchObject({ status: 401, code: 'rest_not_logged_in' })
  expect(await refusal('/')).toMatchObject({ status: 401, code: 'rest_not_logged_in' })
  for (const right of [`Bearer ${key}`, basic(key)])
    expect(await ask(right)).toEqual([200, undefined, 'private, no-cache'])
  expect(await ask('Bearer wrong')).toEqual([401, 'rest_not_logged_in', 'no-store'])
  for (const wrong of [basic('wrong'), basic(''), 'Basic ?'])
    expect(await ask(wrong)).toEqual([401, 'incorrect_password', 'no-store'])
})

test('a reply is stored until what it shows changes', async () => {
  const { ask, clientWith } = await startThree()
  const editor = await clientWith('editor')
  const path = '/wp/v2/posts?slug=on-dams&_embed&_fields=_links'
  const first = await ask(path)
  expect((await ask(path)).headers.etag).toBe(first.headers.etag)
  const { id, etag = '' } = await editor.people.get('ben-okri')
  await editor.people.update(id, { bio: 'Asks.' }, { ifMatch: etag })
  const second = await ask(path)
  expect(second.headers.etag).not.toBe(first.headers.etag)
  expect(second.body).toContain('Asks.')
})
