// Does what is due at a time, as a process of its own: node tests/jobs-process.ts DATABASE TIME
import { readConfig } from '../src/config.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { world } from '../src/deps.ts'
import { publishDue } from '../src/publishing/publish-due.ts'
import { reprojectDue } from '../src/publishing/reproject-due.ts'

const [path = '', time = ''] = process.argv.slice(2)
const store = openSqliteStore(path)
const deps = { ...world, now: () => new Date(time), config: readConfig(), store }
await publishDue(deps)
await reprojectDue(deps)
await store.close()
