import { z } from 'zod'
import { idOf, Time } from '../contract.ts'
import { pageOf, pageParameters } from '../http/contract.ts'
import { KeyRole } from '../keys/contract.ts'

const EMAIL_CHARS_MAX = 254
const USER_NAME_CHARS_MAX = 100
/** As NIST SP 800-63B-4 has it: long enough, and no rule of what it is made of. */
export const PASSWORD_CHARS_MIN = 12
const PASSWORD_CHARS_MAX = 200

export const Email = z
  .email('must be an e-mail address (ada@example.org)')
  .max(EMAIL_CHARS_MAX)
  .toLowerCase()
  .meta({ description: 'Upper and lower case are the same.', examples: ['ada@example.org'] })

export const UserName = z.string().trim().min(1).max(USER_NAME_CHARS_MAX)

export const NewPassword = z
  .string()
  .min(PASSWORD_CHARS_MIN, `must have ${PASSWORD_CHARS_MIN} characters or more`)
  .max(PASSWORD_CHARS_MAX)

export const User = z
  .object({
    id: idOf('usr'),
    type: z.literal('user'),
    email: z.string(),
    name: z.string(),
    role: KeyRole,
    createdAt: Time,
    disabledAt: Time.nullable().meta({ description: 'null: may sign in.' }),
  })
  .meta({ id: 'User', description: 'Somebody who signs in.' })
export type User = z.infer<typeof User>

export const UserPage = pageOf(User).meta({ id: 'UserPage' })
export type UserPage = z.infer<typeof UserPage>

export const UserListQuery = z.strictObject(pageParameters)
export type UserListQuery = z.infer<typeof UserListQuery>

export const NewUser = z
  .strictObject({
    email: Email,
    name: UserName.meta({ description: 'What they do is signed with it.' }),
    role: KeyRole,
    password: NewPassword,
  })
  .meta({ id: 'NewUser' })
export type NewUser = z.infer<typeof NewUser>

export const UserPatch = z
  .strictObject({
    name: UserName,
    role: KeyRole,
    disabled: z.boolean().meta({ description: '`true`: may not sign in; what sessions there are end.' }),
  })
  .partial()
  .meta({ id: 'UserPatch', description: 'What is to change; the rest stays.' })
export type UserPatch = z.infer<typeof UserPatch>

export const Credentials = z
  .strictObject({ email: Email, password: z.string().min(1).max(PASSWORD_CHARS_MAX) })
  .meta({ id: 'Credentials' })
export type Credentials = z.infer<typeof Credentials>

export const Session = z
  .object({
    type: z.literal('session'),
    user: User,
    csrfToken: z.string().meta({
      description: 'To be sent as `X-CSRF-Token` with everything but GET and HEAD.',
    }),
    expiresAt: Time.meta({ description: 'Then it ends, however much it is used.' }),
  })
  .meta({ id: 'Session', description: 'Somebody is signed in, by the cookie that came with it.' })
export type Session = z.infer<typeof Session>
