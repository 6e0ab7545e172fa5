import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { pageRequestOf, presentPage } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { requireRole } from '../keys/authorize.ts'
import { AuditPage, AuditQuery } from './contract.ts'
import { presentAudit } from './present.ts'
import { listAudit } from './queries.ts'

const list = operation({
  id: 'listAudit',
  tag: 'access',
  summary: 'Who did what, newest first',
  description: 'Everything that was ever written by somebody. Needs the role `admin`.',
  query: AuditQuery,
  replies: { 200: { description: 'A page of the audit.', shape: AuditPage } },
  problems: ['cursor_mismatch'],
  needsKey: true,
})

const SORT = '-seq'

/** `/v1/audit` for admins. */
export function auditRoutes(app: App, deps: Deps): void {
  app.get('/v1/audit', { schema: list, onRequest: requireRole(deps, 'admin') }, async (request, reply) => {
    const { query } = request
    reply.header('cache-control', 'no-store')
    const page = await listAudit(deps.store.read, query, pageRequestOf(request, query, SORT))
    return presentPage({ request, reply, sort: SORT }, query, page, ({ row }) => presentAudit(row))
  })
}
