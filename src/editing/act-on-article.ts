import type { FastifyReply, FastifyRequest } from 'fastify'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { type Answer, answerOnce } from '../http/answer-once.ts'
import { authorOf, byOf } from '../keys/authorize.ts'
import { checkTransition, type Transition } from '../publishing/transition.ts'
import type { ArticleState } from '../revisions/queries.ts'
import type { EditorialArticle } from './contract.ts'
import { getArticleState } from './edit-article.ts'
import { etagOf } from './present.ts'
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
export function actOnArticle(
  deps: Deps,
  asked: Asked,
  act: (given: Given) => Promise<EditorialArticle | null>,
): Promise<FastifyReply> {
  return answerOnArticle(deps, asked, async (given) => {
    const body = await act(given)
    return { status: body === null ? 204 : 200, body }
  })
}

/** The same for an action with an answer of its own, which gets the article's new entity tag where it has a body. */
export function answerOnArticle(
  deps: Deps,
  { request, reply, transition, action }: Asked,
  act: (given: Given) => Promise<Answer>,
): Promise<FastifyReply> {
  const author = authorOf(request)
  return answerOnce(deps, { request, reply, actor: author }, async (tx) => {
    const article = await getArticleState(tx, request.params.idOrSlug)
    await requireMatch(tx, request, article)
    checkTransition(article, transition)
    const answer = await act({ tx, article, author })
    const after = await getArticleState(tx, article.id)
    const revisionOf = (state: ArticleState) =>
      transition === 'edit' ? state.draftRevision : state.publishedRevision
    await appendAudit(tx, deps, {
      ...byOf(request),
      action: `article.${action}`,
      resource: 'article',
      id: article.id,
      fromRevision: revisionOf(article),
      toRevision: revisionOf(after),
    })
    return answer.body === null ? answer : { ...answer, headers: { ...answer.headers, etag: etagOf(after) } }
  })
}
