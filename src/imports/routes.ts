import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/answer-once.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, requireRole } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { ImportQuery, ImportResult } from './contract.ts'
import { keepImport, previewImport, readText } from './import-text.ts'
import { MEDIA_TYPES } from './media-type.ts'
import { findImport, findSource } from './queries.ts'

const DESCRIPTION =
  `Send the bytes as they are. The reply shows what became of every character. The same bytes again
change nothing. Another text of an article that is here makes a new revision of it, in which pairs keep their ids and
numbers, whether they were edited or moved. Its article is found by the ids of an exported text, by its address, or by
its title together with who is interviewed or interviews; never by its title alone, nor where the two texts have nothing
in common. Readers see what they saw until \`publish\` is asked for.`.replaceAll('\n', ' ')

const create = operation({
  id: 'createImport',
  tag: 'imports',
  summary: 'Make an article of a text, or correct one',
  description: DESCRIPTION,
  query: ImportQuery,
  takes: Object.keys(MEDIA_TYPES),
  isIdempotent: true,
  replies: {
    200: { description: 'An article was updated, or nothing changed, or a preview.', shape: ImportResult },
    201: { description: 'A new article.', shape: ImportResult },
  },
  problems: ['payload_too_large', 'unsupported_media_type', 'unreadable_text', 'conflict'],
  needsKey: true,
})

const get = operation({
  id: 'getImport',
  tag: 'imports',
  summary: 'What an import made of its text',
  params: z.object({ id: z.string().meta({ description: 'Id of the import.' }) }),
  replies: { 200: { description: 'The result, as it was given.', shape: ImportResult } },
  problems: ['not_found'],
  needsKey: true,
})

const getSource = operation({
  id: 'getArticleSource',
  tag: 'imports',
  summary: 'What an article was imported from',
  description: 'The bytes as they came, with their `Content-Digest` (RFC 9530).',
  params: z.object({ idOrSlug: z.string().meta({ description: 'Id or slug of the article.' }) }),
  replies: { 200: { description: 'The bytes.', bytes: true } },
  problems: ['not_found'],
  needsKey: true,
})

/** `/v1/imports` for editors, and the source of an article. */
export async function importRoutes(app: App, deps: Deps): Promise<void> {
  const onRequest = requireRole(deps, 'editor')

  await app.register((scope: App, _options, done) => {
    // The bytes are kept as they came, so nobody parses them on the way.
    scope.removeAllContentTypeParsers()
    const bodyLimit = deps.config.importBytesMax
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, parsed) =>
      parsed(null, body),
    )

    scope.post('/v1/imports', { schema: create, onRequest }, async (request, reply) => {
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const contentType = request.headers['content-type']
      const author = authorOf(request)
      const text = await readText(deps, { ...request.query, bytes, contentType, author })
      return answerOnce(deps, { request, reply, actor: author }, async (tx) => {
        const result = request.query.dryRun
          ? await previewImport(tx, deps, text)
          : await keepImport(tx, deps, text)
        return result.status === 'created'
          ? { status: 201, body: result, headers: { location: `/v1/imports/${result.id}` } }
          : { status: 200, body: result }
      })
    })
    done()
  })

  app.get('/v1/articles/:idOrSlug/source', { schema: getSource, onRequest }, async ({ params }, reply) => {
    const kept = await findSource(deps.store.read, params.idOrSlug)
    if (!kept) throw new Problem('not_found', 'No imported article has this id or slug.')
    const digest = Buffer.from(kept.checksum, 'hex').toString('base64')
    return reply
      .headers({ 'cache-control': 'no-store', 'content-digest': `sha-256=:${digest}:` })
      .type(`${kept.mediaType}; charset=${kept.charset}`)
      .send(kept.source)
  })

  app.get('/v1/imports/:id', { schema: get, onRequest }, async ({ params }, reply) => {
    const result = await findImport(deps.store.read, params.id)
    if (!result) throw new Problem('not_found', 'There is no import of this id.')
    reply.header('cache-control', 'no-store')
    return result
  })
}
