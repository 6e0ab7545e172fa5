import type { FastifyReply, FastifyRequest } from 'fastify'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/answer-once.ts'
import { authorOf } from '../keys/authorize.ts'
import { checkTransition, type Transition } from '../publishing/transition.ts'
import type { ArticleState } from '../revisions/queries.ts'
import type { EditorialArticle } from './contract.ts'
import { getArticleState } from './edit-article.ts'
import { requireMatch } from './require-match.ts'

/** What an action on an article is given, in its transaction. */
interface Given {
  tx: Db
  article: ArticleState
  author: string
}

interface Asked {
  request: FastifyRequest<{ Params: { idOrSlug: string } }>
  reply: FastifyReply
  transition: Transition
  /** What the audit calls it: "publish". */
  action: string
}

/**
 * Does an action on the article that a request names, where the request knows its present state and that state allows
 * it: one transaction, with a line in the audit. Answers with the article as it is then; null stands for no content.
 */
export async function actOnArticle(
  deps: Deps,
  { request, reply, transition, action }: Asked,
  act: (given: Given) => Promise<EditorialArticle | null>,
): Promise<FastifyReply> {
  const author = authorOf(request)
  return answerOnce(deps, { request, reply, actor: author }, async (tx) => {
    const article = await getArticleState(tx, request.params.idOrSlug)
    await requireMatch(tx, request, article)
    checkTransition(article, transition)
    const done = await act({ tx, article, author })
    await appendAudit(tx, deps, {
      actor: author,
      action: `article.${action}`,
      resource: 'article',
      id: article.id,
      fromRevision: article.draftRevision,
      toRevision: done?.draftRevision ?? article.draftRevision,
      requestId: request.id,
    })
    return done === null
      ? { status: 204, body: null }
      : { status: 200, body: done, headers: { etag: done.etag } }
  })
}
