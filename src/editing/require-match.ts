import type { FastifyRequest } from 'fastify'
import { listDeeds } from '../audit/queries.ts'
import type { Db } from '../db/store.ts'
import { requireEntityTag } from '../http/if-match.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { changedMembers } from '../revisions/diff.ts'
import { type ArticleState, getRevision, listRevisions } from '../revisions/queries.ts'
import { etagOf, stateOfTag } from './present.ts'

/** Of so many revisions, and so many deeds, that came meanwhile it is said who changed what. */
const REVISIONS_SHOWN_MAX = 20
/** Deeds that change how an article stands, and none of its revisions. */
const OF_STATUS = new Set(
  ['publish', 'schedule', 'unschedule', 'unpublish', 'trash', 'restore', 'retraction'].map(
    (action) => `article.${action}`,
  ),
)

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
    const changes = await changesSince(db, article, stateOfTag(tag.trim()))
    const { code, message, headers, errors } = problem
    throw new Problem(code, message, { headers, errors: [...errors, ...changes] })
  }
}

/** What was changed of the document, and then what was done to the article beside that. */
async function changesSince(
  db: Db,
  article: ArticleState,
  known: Known | undefined,
): Promise<ProblemError[]> {
  if (!known) return []
  return [...(await editsSince(db, article, known)), ...(await deedsSince(db, article, known))]
}

type Known = NonNullable<ReturnType<typeof stateOfTag>>

async function editsSince(
  db: Db,
  { id, draftRevision }: ArticleState,
  { draftRevision: revision }: Known,
): Promise<ProblemError[]> {
  if (revision < 1 || revision >= draftRevision) return []
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

/** Each deed that is in no revision, by who did it: a new slug, or how the article stands. */
async function deedsSince(db: Db, { id }: ArticleState, { version }: Known): Promise<ProblemError[]> {
  const deeds = await listDeeds(db, id, { after: version, limit: REVISIONS_SHOWN_MAX })
  return deeds.flatMap(({ actor, action, fromRevision, toRevision }) => {
    const isNewSlug = action === 'article.update' && fromRevision === toRevision
    if (!isNewSlug && !OF_STATUS.has(action)) return []
    const pointer = isNewSlug ? '/slug' : '/status'
    return [{ pointer, code: 'changed', detail: `was changed by ${actor}: ${action}.` }]
  })
}
