import type { onRequestAsyncHookHandler } from 'fastify'
import type { Deps } from '../deps.ts'
import { requireReader } from '../keys/authorize.ts'
import { identifyByKey } from '../keys/identify.ts'
import { WordPressError } from './errors.ts'

const BASIC = /^basic +/i

/**
 * Lets every reader in where reading is open, else those with a key: in `Authorization: Bearer KEY`, or as the password of
 * any user, where WordPress's clients send an application password.
 */
export function requireWordPressReader(deps: Deps): onRequestAsyncHookHandler {
  if (deps.config.readAccess === 'open') return () => Promise.resolve()
  const require = requireReader(deps)
  return async function (request, reply) {
    const { authorization = '' } = request.headers
    if (!BASIC.test(authorization)) {
      await require.call(this, request, reply)
      return
    }
    const [, password = ''] = /^[^:]*:(.*)$/s.exec(decoded(authorization)) ?? []
    if (!(await identifyByKey(deps, request, password)))
      throw new WordPressError(
        401,
        'incorrect_password',
        'The password is no key that is in force. Send a key for a password, with any user name.',
        { headers: { 'www-authenticate': 'Basic realm="WordPress API"' } },
      )
  }
}

function decoded(authorization: string): string {
  return Buffer.from(authorization.replace(BASIC, ''), 'base64').toString()
}
