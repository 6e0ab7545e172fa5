import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { identify } from '../keys/identify.ts'
import { noRoute, WordPressError } from './errors.ts'

const LIST = /\/(posts|pages|tags|categories|users)\/?$/
const ONE = /\/(posts|pages|tags|categories|users)\/\d+\/?$/

/** Refuses to write as WordPress does: 401 whoever is nobody, 403 whoever may not, 404 where there is nothing to write. */
export async function refuseWriting(deps: Deps, request: FastifyRequest): Promise<never> {
  const { method, url } = request
  const [path = ''] = url.split('?', 1)
  const isNew = method === 'POST' && LIST.test(path)
  if (!isNew && !ONE.test(path)) throw noRoute()
  const verb = isNew ? 'create' : method === 'DELETE' ? 'delete' : 'edit'
  const caller = await identify(deps, request).catch(() => undefined)
  const message = `Sorry, nobody may ${verb} here: this API is only read. Editors write at /v1.`
  throw new WordPressError(caller ? 403 : 401, `rest_cannot_${verb}`, message, {
    headers: { allow: 'GET' },
  })
}
