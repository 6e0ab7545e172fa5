import type { LoaderContext } from 'astro/loaders'
import type { ColloquyLoader } from '../src/astro/loader.ts'
import type { Service } from './harness.ts'
import { startServer } from './listen.ts'

/** An address behind which stands the service that was named last, or none; it notes what is asked. */
export interface Front {
  url: string
  asked: string[]
  lead: (to: Service | undefined) => void
}

export async function startFront(service: Service): Promise<Front> {
  let target: Service | undefined = service
  const asked: string[] = []
  const url = await startServer((incoming, outgoing) => {
    asked.push(decodeURIComponent(incoming.url ?? ''))
    if (target) target.app.server.emit('request', incoming, outgoing)
    else outgoing.writeHead(502).end()
  })
  return { url, asked, lead: (to) => (target = to) }
}

type Entry = Parameters<LoaderContext['store']['set']>[0]

/** The collections of a site and what a build leaves of them for the next one, as Astro keeps it. */
export class Site {
  readonly said: string[] = []
  readonly #loaders: Record<string, ColloquyLoader<unknown>>
  readonly #kept = new Map<string, { entries: Map<string, Entry>; meta: Map<string, string> }>()

  constructor(loaders: Record<string, ColloquyLoader<unknown>>) {
    this.#loaders = loaders
    for (const name of Object.keys(loaders)) this.#kept.set(name, { entries: new Map(), meta: new Map() })
  }

  /** Fills all collections at the same time, as Astro does. */
  async build(): Promise<void> {
    const loaders = Object.entries(this.#loaders)
    await Promise.all(loaders.map(([name, loader]) => loader.load(this.#contextOf(name, loader))))
  }

  get names(): string[] {
    return Object.keys(this.#loaders)
  }

  /** The entries of a collection, in the order of their ids. */
  entries(name: string): Entry[] {
    const entries = [...(this.#kept.get(name)?.entries.values() ?? [])]
    return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  ids(name: string): string[] {
    return this.entries(name).map(({ id }) => id)
  }

  #contextOf(collection: string, { schema }: ColloquyLoader<unknown>): LoaderContext {
    const { entries, meta } = this.#kept.get(collection) ?? {
      entries: new Map<string, Entry>(),
      meta: new Map(),
    }
    const say = (line: string) => this.said.push(line)
    const context = {
      collection,
      store: {
        values: () => [...entries.values()],
        set: (entry: Entry) => entries.set(entry.id, entry),
        delete: (id: string) => entries.delete(id),
      },
      meta,
      logger: { info: say, warn: say },
      parseData: ({ data }: { data: object }) => Promise.resolve(schema.parse(data)),
      generateDigest: (data: object) => JSON.stringify(data),
    }
    // Astro gives more, at which no loader of ours looks; `tests/published` builds with Astro itself.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    return context as unknown as LoaderContext
  }
}
