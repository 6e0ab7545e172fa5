import type { z } from 'zod'
import type { Correction, NewCorrection } from '../corrections/contract.ts'
import type {
  ArticleDiff,
  ArticlePatch,
  EditorialArticle,
  EditorialListQuery,
  EditorialPage,
  NewArticle,
  RevisionPage,
} from '../editing/contract.ts'
import type { CreatedPreviewLink, NewPreviewLink, PreviewLinks } from '../publishing/contract.ts'
import { headersOf, type Match, type Once } from './conditions.ts'
import { toQuery } from './query.ts'
import { ANYTHING, type ClientOptions, replyTo, request } from './request.ts'

/** What editors do with articles; each needs the key of an editor, and throws `ProblemError` where it is refused. */
export interface Editing {
  /** Makes a draft. */
  create(article: z.input<typeof NewArticle>, options?: Once): Promise<EditorialArticle>
  /** How articles stand, what was changed last first: a page of all, or of those with one status. */
  drafts(options?: z.input<typeof EditorialListQuery>): Promise<EditorialPage>
  /** The draft of an article. */
  draft(name: string): Promise<EditorialArticle>
  /** Changes the draft by a merge patch; pairs with a known id keep their identity. */
  update(name: string, patch: z.input<typeof ArticlePatch>, match: Match): Promise<EditorialArticle>
  /** Puts an article into the trash. */
  trash(name: string, match: Match): Promise<void>
  /** Takes it out again, as a draft. */
  restore(name: string, match: Match): Promise<EditorialArticle>
  /** Shows readers the draft: now, or at a time; null takes back the time that was set. */
  publish(name: string, options: Match & Once & { at?: string | null | undefined }): Promise<EditorialArticle>
  /** Shows readers the article no more. */
  unpublish(name: string, match: Match): Promise<EditorialArticle>
  /** The revisions of an article, the newest first. */
  revisions(name: string, options?: { limit?: number; before?: number }): Promise<RevisionPage>
  revision(name: string, number: number): Promise<EditorialArticle>
  /** What changed between two revisions; without numbers from what readers see to the draft. */
  diff(name: string, options?: { from?: number; to?: number }): Promise<ArticleDiff>
  /** Makes an older revision the draft again. */
  restoreRevision(name: string, number: number, match: Match): Promise<EditorialArticle>
  /** Hands out a signed link that shows the draft for some time. */
  createPreviewLink(name: string, options?: z.input<typeof NewPreviewLink>): Promise<CreatedPreviewLink>
  /** Those that were handed out, without their tokens, the newest first. */
  previewLinks(name: string): Promise<PreviewLinks>
  /** Ends a link at once. */
  revokePreviewLink(name: string, id: string): Promise<void>
  /** Adds to the public ledger of corrections; a retraction takes the article from its readers. */
  correct(name: string, correction: NewCorrection, match: Match): Promise<Correction>
  /** The bytes that an article was imported from, with their media type. */
  source(name: string): Promise<Blob>
}

/** The editors' part of the client. */
export function editing(options: ClientOptions): Editing {
  const at = (name: string, rest = '') => `/v1/articles/${encodeURIComponent(name)}${rest}`
  const post = <T>(path: string, body: object | undefined, given: Partial<Match & Once>) =>
    request<T>(options, 'POST', path, { ...(body && { body }), headers: headersOf(given) })
  const get = <T>(path: string, query: object = {}) =>
    request<T>(options, 'GET', path, { query: toQuery(query) })
  return {
    create: (article, once = {}) => post('/v1/articles', article, once),
    drafts: (query = {}) => get('/v1/articles', { version: 'draft', ...query }),
    draft: (name) => get(at(name), { version: 'draft' }),
    update: (name, patch, match) =>
      request(options, 'PATCH', at(name), {
        body: patch,
        contentType: 'application/merge-patch+json',
        headers: headersOf(match),
      }),
    trash: (name, match) => request(options, 'DELETE', at(name), { headers: headersOf(match) }),
    restore: (name, match) => post(at(name, '/restore'), undefined, match),
    publish: (name, { at: time, ...given }) =>
      post(at(name, '/publish'), time === undefined ? undefined : { at: time }, given),
    unpublish: (name, match) => post(at(name, '/unpublish'), undefined, match),
    revisions: (name, query) => get(at(name, '/revisions'), query),
    revision: (name, number) => get(at(name, `/revisions/${number}`)),
    diff: (name, query) => get(at(name, '/diff'), query),
    restoreRevision: (name, number, match) =>
      post(at(name, `/revisions/${number}/restore`), undefined, match),
    createPreviewLink: (name, given) => post(at(name, '/preview-links'), given ?? {}, {}),
    previewLinks: (name) => get(at(name, '/preview-links')),
    revokePreviewLink: (name, id) =>
      request(options, 'DELETE', at(name, `/preview-links/${encodeURIComponent(id)}`), {}),
    correct: (name, correction, match) => post(at(name, '/corrections'), correction, match),
    source: async (name) => (await replyTo(options, 'GET', at(name, '/source'), { accept: ANYTHING })).blob(),
  }
}
