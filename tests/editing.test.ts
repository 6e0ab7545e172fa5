import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKey } from '../src/keys/queries.ts'
import { diffWords } from '../src/revisions/diff.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const RIVER = {
  title: 'Talking of Rivers',
  qa: [
    { question: 'Who owns a river?', answer: 'Nobody.', askedBy: 'Max Weir', answeredBy: ['Ada Byron'] },
    { question: 'And its water?', answer: 'Those *downstream*.', answeredBy: ['Ada Byron'] },
  ],
}

async function startEditing() {
  const service = await startService()
  const editor = await service.clientWith('editor')
  return { ...service, editor }
}

describe('a draft', () => {
  test('is made of what an editor sends, with ids and numbers, and who speaks is among its people', async () => {
    const { editor } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    expect(draft).toMatchObject({
      status: 'draft',
      slug: 'talking-of-rivers',
      revision: 1,
      kind: 'interview',
    })
    expect(draft.qa.map(({ number, position }) => [number, position])).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(draft.people).toEqual([
      { name: 'Max Weir', role: 'interviewer', title: null },
      { name: 'Ada Byron', role: 'interviewee', title: null },
    ])
    expect(await editor.articles.draft(draft.id)).toEqual(draft)
    expect(await editor.articles.draft('talking-of-rivers')).toEqual(draft)
  })

  test('is not seen by readers, and asked for it needs the key of an editor', async () => {
    const { editor, client, clientWith } = await startEditing()
    const { id, slug } = await editor.articles.create(RIVER)
    for (const name of [id, slug]) expect((await problemOf(client.articles.get(name))).code).toBe('not_found')
    expect((await client.qa.list()).data).toEqual([])
    expect((await client.people.list()).data).toEqual([])
    expect((await problemOf(client.articles.draft(id))).code).toBe('unauthenticated')
    const reader = await clientWith('reader')
    expect((await problemOf(reader.articles.draft(id))).code).toBe('forbidden')
    expect((await problemOf(reader.articles.create(RIVER))).code).toBe('forbidden')
  })

  test('can be sent back as it came, and then nothing changes', async () => {
    const { editor } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    expect(await editor.articles.update(draft.id, draft, { ifMatch: draft.etag })).toEqual(draft)
  })

  test('can be sent back though who and what it names by id is gone by now', async () => {
    const { editor } = await startEditing()
    const ada = await editor.people.create({ name: 'Ada Byron' })
    const rivers = await editor.topics.create({ name: 'Rivers' })
    const topics = [{ id: rivers.id, slug: 'rivers', name: 'Rivers' }]
    const qa = RIVER.qa.map((pair) => ({ ...pair, topics }))
    const people = [{ id: ada.id, role: 'interviewee' as const }]
    const draft = await editor.articles.create({ ...RIVER, people, topics, qa })
    await editor.people.delete(ada.id, { ifMatch: ada.etag ?? '' })
    await editor.topics.delete(rivers.id, { ifMatch: rivers.etag ?? '' })
    expect(await editor.articles.update(draft.id, draft, { ifMatch: draft.etag })).toEqual(draft)
  })

  test('keeps the ids and numbers of its pairs when these are moved, edited and joined by others', async () => {
    const { editor } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    const [first, second] = draft.qa
    const changed = await editor.articles.update(
      draft.id,
      {
        qa: [
          { question: 'New?', answer: 'Yes.' },
          { id: second?.id, answer: 'Everyone.' },
          { id: first?.id },
        ],
      },
      { ifMatch: draft.etag },
    )
    expect(changed.qa).toMatchObject([
      { number: 3, position: 1, question: 'New?', askedBy: null },
      { id: second?.id, number: 2, question: 'And its water?', answer: 'Everyone.' },
      { id: first?.id, number: 1, position: 3, askedBy: 'Max Weir' },
    ])
    const without = await editor.articles.update(draft.id, { qa: [] }, { ifMatch: changed.etag })
    const again = await editor.articles.update(
      draft.id,
      { qa: [{ question: 'Q?', answer: 'A.' }] },
      { ifMatch: without.etag },
    )
    expect(again.qa.map(({ number }) => number)).toEqual([4])
  })

  test('is patched as RFC 7396 has it: null clears, what is not given stays', async () => {
    const { editor } = await startEditing()
    const draft = await editor.articles.create({
      ...RIVER,
      dek: 'A dek',
      source: { name: 'The Paper', url: 'https://paper.example/x' },
    })
    const patched = await editor.articles.update(
      draft.id,
      { dek: null, source: { name: 'Another' } },
      { ifMatch: draft.etag },
    )
    expect(patched).toMatchObject({
      dek: null,
      title: RIVER.title,
      source: { name: 'Another', url: 'https://paper.example/x' },
    })
    expect(patched.qa).toEqual(draft.qa)
  })

  test('has none of what null takes away as a whole', async () => {
    const { editor } = await startEditing()
    const source = { name: 'The Paper', url: 'https://paper.example/x', language: 'en' }
    const draft = await editor.articles.create({ ...RIVER, source, topics: [{ name: 'Water' }] })
    const cleared = { topics: null, source: null, qa: null }
    const patched = await editor.articles.update(draft.id, cleared, { ifMatch: draft.etag })
    expect(patched).toMatchObject({
      topics: [],
      source: { name: null, url: null, language: null },
      qa: [],
      people: draft.people,
    })
  })

  test.each([
    [{ dek: 'half \ud83d of a face' }, '/dek'],
    [{ qa: [{ question: 'Q?', answer: '\udc00' }] }, '/qa/0/answer'],
    [{ people: [{ name: '\ud800', role: 'author' as const }] }, '/people/0/name'],
    [{ source: { name: '\ud800' } }, '/source/name'],
    [{ qa: [{ id: 'qa_01m858wfzvfzv9526c1yc20ntq' }] }, '/qa/0/id'],
    [{ qa: [{ question: 'Why?' }] }, '/qa/0/answer'],
    [{ people: [{ id: 'per_01m858wfzvfzv9526c1yc20ntq', role: 'author' as const }] }, '/people/0/id'],
    [{ topics: [{ slug: 'no-such-topic' }] }, '/topics/0'],
    [{ revision: 7 }, '/revision'],
    [{ titel: 'x' }, '/titel'],
    [{ title: null }, '/title'],
  ])('is not changed by what is wrong, which a pointer names: %j', async (patch: object, pointer) => {
    const { editor } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    const refused = editor.articles.update(draft.id, patch, { ifMatch: draft.etag })
    const { code, problem } = await problemOf(refused)
    expect([code, problem.errors[0]?.pointer]).toEqual(['invalid_request', pointer])
    expect(await editor.articles.draft(draft.id)).toEqual(draft)
  })

  test('changes only for who knows its present state; else it is told who changed which members', async () => {
    const { editor, app, clientWith } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    const other = await clientWith('editor')
    const changed = await other.articles.update(draft.id, { dek: 'Theirs' }, { ifMatch: draft.etag })
    const late = await problemOf(editor.articles.update(draft.id, { dek: 'Mine' }, { ifMatch: draft.etag }))
    expect(late.code).toBe('precondition_failed')
    expect(late.problem.errors).toMatchObject([{ code: 'stale' }, { pointer: '/dek', code: 'changed' }])
    expect(late.problem.errors[1]?.detail).toMatch(/^was changed by key_\w+ editor in revision 2\.$/)
    const reply = await app.inject({ method: 'DELETE', url: `/v1/articles/${draft.id}` })
    expect(reply.statusCode).toBe(401)
    const unmatched = await problemOf(editor.articles.trash(draft.id, { ifMatch: '"1-1"' }))
    expect(unmatched.status).toBe(412)
    expect((await editor.articles.draft(draft.id)).etag).toBe(changed.etag)
  })

  test('tells who comes late who else published it or gave it another slug, too', async () => {
    const { editor, clientWith } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    const other = await clientWith('editor')
    const named = await other.articles.update(draft.id, { slug: 'lakes' }, { ifMatch: draft.etag })
    const { etag } = await other.articles.publish(draft.id, { ifMatch: named.etag })
    await other.articles.createPreviewLink(draft.id)
    const late = await problemOf(editor.articles.trash(draft.id, { ifMatch: draft.etag }))
    expect(late.problem.errors).toMatchObject([
      { code: 'stale' },
      { pointer: '/slug', code: 'changed' },
      { pointer: '/status', code: 'changed' },
    ])
    expect(late.problem.errors[2]?.detail).toMatch(/^was changed by key_\w+ editor: article\.publish\.$/)
    const later = await problemOf(editor.articles.trash(draft.id, { ifMatch: named.etag }))
    expect(later.problem.errors.map(({ pointer }) => pointer)).toEqual([undefined, '/status'])
    await editor.articles.trash(draft.id, { ifMatch: etag })
  })

  test('is not changed at all without If-Match', async () => {
    const { editor, app, deps } = await startEditing()
    const draft = await editor.articles.create(RIVER)
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'e' }))
    const headers = { authorization: `Bearer ${key}` }
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/publish'],
      ['POST', '/unpublish'],
    ] as const) {
      const reply = await app.inject({
        method,
        url: `/v1/articles/${draft.id}${path}`,
        headers,
        ...(method === 'PATCH' && { payload: { dek: 'x' } }),
      })
      expect(reply.statusCode, `${method} ${path}`).toBe(428)
    }
  })

  test('is made once, however often the same Idempotency-Key sends it', async () => {
    const { editor, clientWith } = await startEditing()
    const once = { idempotencyKey: 'a-key' }
    const draft = await editor.articles.create(RIVER, once)
    expect(await editor.articles.create(RIVER, once)).toEqual(draft)
    const other = await problemOf(editor.articles.create({ title: 'Another' }, once))
    expect(other.code).toBe('idempotency_mismatch')
    const another = await (await clientWith('editor')).articles.create(RIVER, once)
    expect(another.slug).toBe('talking-of-rivers-2')
  })
})

describe('the history of an article', () => {
  test('has every change with its author and reason, and any of it can be the draft again', async () => {
    const { editor } = await startEditing()
    const first = await editor.articles.create({ ...RIVER, reason: 'from the tape' })
    const second = await editor.articles.update(
      first.id,
      { title: 'Rivers', reason: 'shorter' },
      { ifMatch: first.etag },
    )
    const { data } = await editor.articles.revisions(first.id)
    expect(data).toMatchObject([
      { number: 2, reason: 'shorter', published: false },
      { number: 1, reason: 'from the tape' },
    ])
    expect(data[0]?.author).toMatch(/^key_\w+ editor$/)
    const restored = await editor.articles.restoreRevision(first.id, 1, { ifMatch: second.etag })
    expect(restored).toMatchObject({ title: RIVER.title, revision: 3, qa: first.qa })
    expect(await editor.articles.revision(first.id, 2)).toMatchObject({ title: 'Rivers', revision: 2 })
    expect((await problemOf(editor.articles.revision(first.id, 4))).code).toBe('not_found')
  })

  test('is walked page by page', async () => {
    const { editor } = await startEditing()
    const { id, etag: created } = await editor.articles.create(RIVER)
    let etag = created
    for (const dek of ['a', 'b', 'c'])
      ({ etag } = await editor.articles.update(id, { dek }, { ifMatch: etag }))
    const page = await editor.articles.revisions(id, { limit: 3 })
    expect(page.data.map(({ number }) => number)).toEqual([4, 3, 2])
    const rest = await editor.articles.revisions(id, { limit: 3, before: page.page.nextBefore ?? 0 })
    expect([rest.data.map(({ number }) => number), rest.page.nextBefore]).toEqual([[1], null])
  })

  test('shows by pair what was added, removed, moved and edited, word by word', async () => {
    const { editor } = await startEditing()
    const third = { question: 'Third?', answer: 'One.' }
    const draft = await editor.articles.create({ ...RIVER, qa: [...RIVER.qa, third] })
    const [one, two, three] = draft.qa
    const qa = [
      { id: three?.id },
      { id: one?.id, answer: 'Nobody at all.' },
      { question: 'New?', answer: 'N.' },
    ]
    const changed = await editor.articles.update(
      draft.id,
      { title: 'Talking of Lakes', qa },
      { ifMatch: draft.etag },
    )
    const diff = await editor.articles.diff(draft.id)
    expect([diff.from, diff.to]).toEqual([1, 2])
    expect(diff.members).toMatchObject([{ name: 'title', from: 'Talking of Rivers', to: 'Talking of Lakes' }])
    expect(diff.qa.added).toEqual([{ id: changed.qa[2]?.id, number: 4, position: 3 }])
    expect(diff.qa.removed).toEqual([{ id: two?.id, number: 2, position: 2 }])
    expect(diff.qa.moved).toHaveLength(1)
    expect(diff.qa.edited).toMatchObject([
      { id: one?.id, question: null, answer: [{ change: 'same' }, { change: 'added', text: ' at all' }, {}] },
    ])
  })

  test('knows the words of languages without spaces', () => {
    expect(diffWords('谁拥有河流？', '谁拥有湖泊？')).toEqual([
      { change: 'same', text: '谁拥有' },
      { change: 'removed', text: '河流' },
      { change: 'added', text: '湖泊' },
      { change: 'same', text: '？' },
    ])
  })

  test('loses no word in a difference: what stayed and went is the old text, what stayed and came the new', () => {
    const text = fc.array(fc.constantFrom('one', 'two', ' ', '\n', 'três', '。', '.')).map((w) => w.join(''))
    fc.assert(
      fc.property(text, text, (from, to) => {
        const words = diffWords(from, to)
        const without = (change: string) =>
          words.flatMap((word) => (word.change === change ? [] : word.text)).join('')
        expect([without('added'), without('removed')]).toEqual([from, to])
      }),
    )
  })
})
