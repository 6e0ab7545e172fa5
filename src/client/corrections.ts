import type { z } from 'zod'
import type { CorrectionListQuery, CorrectionPage } from '../corrections/contract.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, request } from './request.ts'

/** Reading the public ledger. */
export interface Corrections {
  list(options?: z.input<typeof CorrectionListQuery>): Promise<CorrectionPage>
}

/** The readers' part of corrections. */
export function corrections(options: ClientOptions): Corrections {
  return {
    list: (query = {}) => request(options, 'GET', '/v1/corrections', { query: toQuery(query) }),
  }
}
