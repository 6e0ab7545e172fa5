import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Service } from './harness.ts'

const HOST = '127.0.0.1'

/** Where something listens. */
export function addressOf(server: Server): string {
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return `http://${HOST}:${port}`
}

/** Lets a service be asked at a port of this machine, until it ends; gives its address. */
export async function listen({ app }: Pick<Service, 'app'>): Promise<string> {
  await app.listen({ host: HOST, port: 0 })
  return addressOf(app.server)
}

/** A server of our own on this machine, until the test ends; gives its address. */
export async function startServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, HOST)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return addressOf(server)
}
