import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { endWithUs } from './serve.ts'

/** What the publisher is started with, as one argument in JSON. */
export const Task = z.object({ databasePath: z.string(), id: z.string(), url: z.string() })
export type Task = z.infer<typeof Task>

/** What the publisher has seen of the service. */
export const Seen = z.object({
  published: z.int(),
  asked: z.int(),
  /** Replies older than a publishing that was done before they were asked for. */
  stale: z.int(),
  failed: z.int(),
})
export type Seen = z.infer<typeof Seen>

/** Does something while a process of its own publishes. */
export async function whilePublishing<T>(
  task: Task,
  work: () => Promise<T>,
): Promise<{ result: T; seen: Seen }> {
  const child = endWithUs(fork(new URL('./publisher.ts', import.meta.url), [JSON.stringify(task)]))
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The publisher ended.')))
  const next = async () => {
    const [message] = z.array(z.unknown()).parse(await Promise.race([once(child, 'message'), gone]))
    return message
  }
  // It tells when it has published for the first time.
  await next()
  const result = await work()
  const seen = next()
  child.send('stop')
  return { result, seen: Seen.parse(await seen) }
}
