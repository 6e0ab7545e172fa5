import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundle } from './bundle.ts'

const CLIENT_BYTES_MAX = 6_000
const READER_BYTES_MAX = 3_000
const ERROR_BYTES_MAX = 300

async function bytesOf(imported: string): Promise<number> {
  return gzipSync(await bundle(`export ${imported} from '../../src/client/index.ts'`), { level: 9 }).length
}

test('the whole client takes less than 6 kB of a site, compressed', async () => {
  expect(await bytesOf('*')).toBeLessThan(CLIENT_BYTES_MAX)
})

test('who imports a part pays for that part', async () => {
  expect(await bytesOf('{ createReader }')).toBeLessThan(READER_BYTES_MAX)
  expect(await bytesOf('{ ProblemError }')).toBeLessThan(ERROR_BYTES_MAX)
})
