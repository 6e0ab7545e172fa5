import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const CHUNK_BYTES = 1 << 20

/** Lets the system have the pages of a file in memory, as far as they fit: what is measured then is the service, not the disk. */
export async function readThrough(path: string): Promise<void> {
  await finished(createReadStream(path, { highWaterMark: CHUNK_BYTES }).resume())
}

/** Lets the system forget the pages of a file; false where it has no GNU `dd` to do so. */
export function forgetPages(path: string): boolean {
  return spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']).status === 0
}
