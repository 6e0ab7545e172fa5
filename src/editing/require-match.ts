import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import type { Db } from '../db/store.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { type ArticleState, getRevision, listRevisions } from '../revisions/queries.ts'
import { etagOf, revisionOfTag } from './present.ts'

/** Of so many revisions that came meanwhile it is said who changed what. */
const REVISIONS_SHOWN_MAX = 20

/**
 * `Problem` where a request does not name the present state of an article (RFC 9110, 13.1.1): who changed which members
 * since, and the present entity tag, go along.
 */
export async function requireMatch(
  db: Db,
  { headers }: FastifyRequest,
  article: ArticleState,
): Promise<void> {
  const wanted = headers['if-match']
  const etag = etagOf(article)
  if (wanted === undefined)
    throw new Problem(
      'precondition_required',
      'Send If-Match with the ETag that the article was read with.',
      {
        errors: [{ header: 'If-Match', code: 'missing', detail: 'is needed.' }],
      },
    )
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (tags.includes('*') || tags.includes(etag)) return
  throw new Problem('precondition_failed', `The article was changed meanwhile; its ETag is ${etag} now.`, {
    headers: { etag },
    errors: await changesSince(db, article, revisionOfTag(tags[0] ?? '')),
  })
}

async function changesSince(
  db: Db,
  { id, draftRevision }: ArticleState,
  revision: number | undefined,
): Promise<ProblemError[]> {
  const stale = { header: 'If-Match', code: 'stale', detail: 'names an older state of the article.' }
  if (revision === undefined || revision < 1 || revision >= draftRevision) return [stale]
  const limit = Math.min(REVISIONS_SHOWN_MAX, draftRevision - revision)
  const errors: ProblemError[] = [stale]
  for (const { number, author } of (await listRevisions(db, id, { limit })).reverse()) {
    const [before, after] = [await getRevision(db, id, number - 1), await getRevision(db, id, number)]
    for (const [name, value] of Object.entries(after))
      if (!isDeepStrictEqual(value, Object.entries(before).find(([other]) => other === name)?.[1]))
        errors.push({
          pointer: `/${name}`,
          code: 'changed',
          detail: `was changed by ${author} in revision ${number}.`,
        })
  }
  return errors
}
