import { keepQuery } from './keep-query.ts'
import { reprojections } from './reply-tables.ts'
import type { Db } from './store.ts'

const first = keepQuery((db) =>
  db.select({ id: reprojections.resourceId }).from(reprojections).limit(1).prepare(),
)

/** Whether a job is showing articles again by other names: until it is done, what is counted is not what is found. */
export async function isRenaming(db: Db): Promise<boolean> {
  return (await first(db).execute()).length > 0
}
