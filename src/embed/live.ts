import type { Change, ChangeType } from '../changes/contract.ts'

type Hear = (change: Change | undefined) => void

/** What changes of a pair comes with a change of its article. */
const TYPES: ChangeType[] = [
  ...(['article.published', 'article.updated', 'article.unpublished'] as const),
  ...(['person.updated', 'topic.updated'] as const),
]
/** A browser gives up for good where it is refused, as by a service that is busy. */
const RECONNECT_MS = 30_000

const streams = new Map<string, { listeners: Set<Hear>; close: () => void }>()

/**
 * Hears what changes at a service from now on, until what it gives is called. undefined: something may have changed
 * unheard, as a connection was made. All who listen share one, as browsers hold few.
 */
export function follow(service: string, hear: Hear): () => void {
  const stream = streams.get(service) ?? open(service)
  streams.set(service, stream)
  const { listeners, close } = stream
  listeners.add(hear)
  return () => {
    listeners.delete(hear)
    if (listeners.size > 0) return
    streams.delete(service)
    close()
  }
}

function open(service: string): { listeners: Set<Hear>; close: () => void } {
  const listeners = new Set<Hear>()
  const tell: Hear = (change) => {
    for (const hear of listeners) hear(change)
  }
  let source: EventSource
  let timer = 0
  const connect = () => {
    source = new EventSource(`${service}v1/changes`)
    source.addEventListener('open', () => tell(undefined))
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS)
    })
    for (const type of TYPES)
      source.addEventListener(type, ({ data }: MessageEvent<string>) => {
        // The service checks what it sends.
        // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
        tell(JSON.parse(data) as Change)
      })
  }
  connect()
  return {
    listeners,
    close() {
      clearTimeout(timer)
      source.close()
    },
  }
}
