import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance } from 'fastify'

/** An app of its own for the pages under `/docs`, which need no other server. `contract`: path of the OpenAPI document. */
export async function docsPages(contract: string): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(swagger, { mode: 'static', specification: { path: contract, baseDir: '' } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { validatorUrl: null, deepLinking: true, layout: 'BaseLayout' },
    theme: { title: 'Colloquy API' },
  })
  return app
}
