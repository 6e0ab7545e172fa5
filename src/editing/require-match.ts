import type { FastifyRequest } from 'fastify'
import type { Db } from '../db/store.ts'
import { requireEntityTag } from '../http/if-match.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { changedMembers } from '../revisions/diff.ts'
import { type ArticleState, getRevision, listRevisions } from '../revisions/queries.ts'
import { etagOf, revisionOfTag } from './present.ts'

/** Of so many revisions that came meanwhile it is said who changed what. */
const REVISIONS_SHOWN_MAX = 20

/**
 * `Problem` where a request does not name the present state of an article, as `requireEntityTag` has it: who changed which
 * members since goes along.
 */
export async function requireMatch(db: Db, request: FastifyRequest, article: ArticleState): Promise<void> {
  try {
    requireEntityTag(request, etagOf(article))
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'precondition_failed') throw problem
    const [tag = ''] = (request.headers['if-match'] ?? '').split(',')
    const changes = await changesSince(db, article, revisionOfTag(tag.trim()))
    const { code, message, headers, errors } = problem
    throw new Problem(code, message, { headers, errors: [...errors, ...changes] })
  }
}

async function changesSince(
  db: Db,
  { id, draftRevision }: ArticleState,
  revision: number | undefined,
): Promise<ProblemError[]> {
  if (revision === undefined || revision < 1 || revision >= draftRevision) return []
  const limit = Math.min(REVISIONS_SHOWN_MAX, draftRevision - revision)
  const errors: ProblemError[] = []
  let before = await getRevision(db, id, draftRevision - limit)
  for (const { number, author } of (await listRevisions(db, id, { limit })).reverse()) {
    const after = await getRevision(db, id, number)
    const detail = `was changed by ${author} in revision ${number}.`
    for (const name of changedMembers(before, after))
      errors.push({ pointer: `/${name}`, code: 'changed', detail })
    before = after
  }
  return errors
}
