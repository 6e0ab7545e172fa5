import type { AuditEntry } from './contract.ts'
import type { AuditRow } from './queries.ts'

/** The wire's entry. */
export function presentAudit({ seq, at, actor, resourceId, ...row }: AuditRow): AuditEntry {
  const [id = '', ...name] = actor.split(' ')
  const { action, resource, fromRevision, toRevision, requestId } = row
  return {
    seq,
    type: 'audit',
    at,
    actor: { id, name: name.join(' ') || id },
    action,
    resource,
    id: resourceId,
    fromRevision,
    toRevision,
    requestId,
  }
}
