import type { z } from 'zod'
import type { ImportQuery, ImportResult } from '../imports/contract.ts'
import { headersOf, type Once } from './conditions.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, request } from './request.ts'

export interface ImportOptions extends Partial<Record<'dryRun' | 'publish', boolean>>, Once {
  url?: z.input<typeof ImportQuery>['url']
  language?: z.input<typeof ImportQuery>['language']
  /** Default `text/plain`; of a string always in UTF-8. */
  contentType?: string
}

/** Texts that go in; each call needs the key of an editor. */
export interface Imports {
  /** Makes an article of a text, or a new revision of the article it is a text of. */
  create(text: string | Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<ImportResult>
  /** What an earlier import made of its text. */
  get(id: string): Promise<ImportResult>
}

/** The calls for imports. */
export function importCalls(options: ClientOptions): Imports {
  return {
    create: (body, { contentType = 'text/plain; charset=utf-8', idempotencyKey, ...query } = {}) => {
      const headers = headersOf({ idempotencyKey })
      return request(options, 'POST', '/v1/imports', { query: toQuery(query), body, contentType, headers })
    },
    get: (id) => request(options, 'GET', `/v1/imports/${encodeURIComponent(id)}`, {}),
  }
}
