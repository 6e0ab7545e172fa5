import { isDeepStrictEqual } from 'node:util'
import { badMember } from '../problem.ts'

/** Read-only members may be sent back as they came: `Problem` where one that is sent is another than what stands. */
export function refuseContradictions(stands: object, sent: object, readOnly: readonly string[]): void {
  const present = new Map<string, unknown>(Object.entries(stands))
  const given = new Map<string, unknown>(Object.entries(sent))
  for (const name of readOnly)
    if (given.get(name) !== undefined && !isDeepStrictEqual(given.get(name), present.get(name)))
      throw badMember(`/${name}`, `is read-only, and ${JSON.stringify(present.get(name))} here.`)
}
