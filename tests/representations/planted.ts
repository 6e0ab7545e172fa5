import { eq } from 'drizzle-orm'
import { people } from '../../src/db/tables.ts'
import type { Deps } from '../../src/deps.ts'
import { plant } from '../harness.ts'
import { RIVERS } from './rivers.ts'

/** Shows `RIVERS`; gives its id. */
export async function plantRivers(deps: Deps): Promise<string> {
  const id = await plant(deps, RIVERS)
  await deps.store.write(async (tx) => {
    await tx
      .update(people)
      .set({ sameAs: [ADA_ELSEWHERE] })
      .where(eq(people.slug, 'ada-byron'))
  })
  return id
}

export const ADA_ELSEWHERE = 'https://people.example/ada'
