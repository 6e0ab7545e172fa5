import { index, integer, json, primaryKey, table, text, time } from './kit.sqlite.ts'
import { articles } from './tables.ts'

// ---- Who may do what -------------------------------------------------------------------------------

export const apiKeys = table('api_keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().$type<'reader' | 'editor' | 'admin'>().notNull(),
  /** SHA-256 of the key, in hex. The key itself is shown once and kept nowhere. */
  hash: text().notNull().unique(),
  /** The first characters of the key, to tell keys apart. */
  prefix: text().notNull(),
  createdAt: time().notNull(),
  /** null: never. */
  expiresAt: time(),
  /** To the minute; null: never. */
  lastUsedAt: time(),
  revokedAt: time(),
})

/** Editors who sign in. */
export const users = table('users', {
  id: text().primaryKey(),
  /** In lower case. */
  email: text().notNull().unique(),
  name: text().notNull(),
  role: text().$type<'reader' | 'editor' | 'admin'>().notNull(),
  /** argon2id, in the PHC string format. */
  passwordHash: text().notNull(),
  createdAt: time().notNull(),
  disabledAt: time(),
})

export const sessions = table(
  'sessions',
  {
    /** SHA-256 of what the cookie has, in hex. */
    hash: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** What a page of ours sends with everything that writes. */
    csrfToken: text().notNull(),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
  },
  (row) => [index('sessions_user').on(row.userId), index('sessions_expiry').on(row.expiresAt)],
)

/** Browsers in which somebody signed in before: nobody else's guessing locks these out. */
export const knownDevices = table(
  'known_devices',
  {
    /** SHA-256 of what the cookie has, in hex. */
    hash: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    expiresAt: time().notNull(),
  },
  (row) => [index('known_devices_expiry').on(row.expiresAt)],
)

/** Wrong passwords of late, by known device, or else by e-mail address and by address of the network. */
export const signInFailures = table('sign_in_failures', {
  /** "device:…", "email:…" or "ip:…". */
  key: text().primaryKey(),
  count: integer().notNull(),
  lastAt: time().notNull(),
  lockedUntil: time(),
})

/** What was answered to a POST with an `Idempotency-Key`, to be answered again. */
export const idempotencyKeys = table(
  'idempotency_keys',
  {
    actor: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of method, address and body, in hex. */
    requestHash: text().notNull(),
    status: integer().notNull(),
    headers: json<Record<string, string>>().notNull(),
    body: text().notNull(),
    createdAt: time().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.actor, row.key] }),
    index('idempotency_keys_created').on(row.createdAt),
  ],
)

/** Signed addresses of drafts that were handed out. */
export const previewLinks = table(
  'preview_links',
  {
    id: text().primaryKey(),
    articleId: text()
      .notNull()
      .references(() => articles.id),
    author: text().notNull(),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
    revokedAt: time(),
  },
  (row) => [index('preview_links_article').on(row.articleId)],
)

/** What this database signs with. */
export const secrets = table('secrets', {
  name: text().primaryKey(),
  value: text().notNull(),
})
