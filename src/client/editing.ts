import type { z } from 'zod'
import type {
  Correction,
  CorrectionListQuery,
  CorrectionPage,
  NewCorrection,
} from '../corrections/contract.ts'
import type {
  ArticleDiff,
  ArticlePatch,
  EditorialArticle,
  EditorialListQuery,
  EditorialPage,
  NewArticle,
  RevisionPage,
} from '../editing/contract.ts'
import type { CreatedPreviewLink } from '../publishing/contract.ts'
import { type ClientOptions, request, type Sent } from './request.ts'

/** The state that an action is meant for: `etag` of the article, as it was last read. */
interface Match {
  ifMatch: string
}
interface Once {
  /** The same key with the same body gets the first answer again. */
  idempotencyKey?: string | undefined
}

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
  createPreviewLink(name: string, options?: { expiresIn?: number }): Promise<CreatedPreviewLink>
  revokePreviewLink(name: string, id: string): Promise<void>
  /** Adds to the public ledger of corrections; a retraction takes the article from its readers. */
  correct(name: string, correction: NewCorrection, match: Match): Promise<Correction>
}

/** The editors' part of the client. */
export function editing(options: ClientOptions): Editing {
  const at = (name: string, rest = '') => `/v1/articles/${encodeURIComponent(name)}${rest}`
  const post = <T>(path: string, body: object | undefined, given: Partial<Match & Once>) =>
    request<T>(options, 'POST', path, { ...(body && { body }), headers: headersOf(given) })
  const get = <T>(path: string, query: object = {}) =>
    request<T>(options, 'GET', path, { query: entries(query) })
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
    createPreviewLink: (name, given = {}) => post(at(name, '/preview-links'), given, {}),
    revokePreviewLink: (name, id) =>
      request(options, 'DELETE', at(name, `/preview-links/${encodeURIComponent(id)}`), {}),
    correct: (name, correction, match) => post(at(name, '/corrections'), correction, match),
  }
}

/** Reading the public ledger. */
export interface Corrections {
  list(options?: z.input<typeof CorrectionListQuery>): Promise<CorrectionPage>
}

/** The readers' part of corrections. */
export function corrections(options: ClientOptions): Corrections {
  return {
    list: (query = {}) => request(options, 'GET', '/v1/corrections', { query: entries(query) }),
  }
}

function entries(query: object): NonNullable<Sent['query']> {
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
}

function headersOf({ ifMatch, idempotencyKey }: Partial<Match & Once>): Record<string, string> {
  return {
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
}
