import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { fastifyZodOpenApiPlugin, fastifyZodOpenApiTransformers } from 'fastify-zod-openapi'
import { license, version } from '../version.ts'
import { TAGS } from './openapi.ts'

/** Lets `app.swagger()` give the contract of the routes that come after it, as OpenAPI 3.1. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Colloquy',
        version: version,
        description: 'Interviews as articles of question-and-answer pairs, with people and topics.',
        license: { name: license, identifier: license },
      },
      servers: [{ url: '/', description: 'This service.' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-colloquy',
            description: 'Of a browser that signed in. All but GET and HEAD needs `X-CSRF-Token` besides.',
          },
        },
      },
    },
    ...fastifyZodOpenApiTransformers,
  })
}
