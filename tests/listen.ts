import { z } from 'zod'
import type { Service } from './harness.ts'

const HOST = '127.0.0.1'

/** Lets a service be asked at a port of this machine, until it ends; gives its address. */
export async function listen({ app }: Pick<Service, 'app'>): Promise<string> {
  await app.listen({ host: HOST, port: 0 })
  const { port } = z.object({ port: z.int() }).parse(app.server.address())
  return `http://${HOST}:${port}`
}
