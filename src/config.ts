import { z } from 'zod'

const HOST_DEFAULT = '127.0.0.1'
const PORT_DEFAULT = 3000

const origins = z.string().transform((value, context): '*' | string[] => {
  if (value === '*') return '*'
  const list = value.split(',').map((origin) => origin.trim())
  for (const origin of list)
    if (URL.parse(origin)?.origin !== origin)
      context.addIssue(`"${origin}" is no origin (https://example.org)`)
  return list
})

/** Most proxies in a row; more are a slip of the finger. */
const HOPS_MAX = 10
const ProxyAddress = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

const proxies = z.string().transform((value, context): boolean | number | string[] => {
  if (value === 'true' || value === 'false') return value === 'true'
  const hops = Number(value)
  if (Number.isInteger(hops) && hops >= 1 && hops <= HOPS_MAX) return hops
  const list = value.split(',').map((address) => address.trim())
  for (const address of list)
    if (!ProxyAddress.safeParse(address).success)
      context.addIssue(
        `"${address}" is neither true, a number of proxies (1 to ${HOPS_MAX}), nor an address or range (10.0.0.0/8)`,
      )
  return list
})

export const CACHE_TAG_HEADERS = ['Cache-Tag', 'Surrogate-Key', 'Cache-Groups'] as const

const tagHeaders = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(CACHE_TAG_HEADERS)))

const perMinute = z.coerce.number().int().min(0)
const flag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })

const Settings = z.object({
  HOST: z.string().min(1).default(HOST_DEFAULT).describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(PORT_DEFAULT).describe('Port to listen on.'),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, 'must be file:PATH')
    .default('file:./data/colloquy.db')
    .describe('The SQLite file, as `file:PATH`. Made where it is missing.'),
  SITE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional()
    .describe('Where readers read: the base of every `url`. Default: `PUBLIC_URL`.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional()
    .describe(
      'Where this service is reached: the base of feeds, pages and facades. Default: `HOST` and `PORT`.',
    ),
  SITE_NAME: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .default('Colloquy')
    .describe('The name of the publication, as pages, feeds and facades say it.'),
  READ_ACCESS: z
    .enum(['open', 'key'])
    .default('open')
    .describe('`key`: reading needs a key of any role, too.'),
  TRUST_PROXY: proxies
    .prefault('false')
    .describe(
      'Whose `X-Forwarded-*` headers are believed: `true`, a number of proxies, or their addresses and ranges, parted by commas.',
    ),
  IMPORT_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .default(2 * 1024 * 1024)
    .describe('The largest text that may be imported, in bytes.'),
  CORS_ORIGINS: origins.default('*').describe('Origins whose pages may read, parted by commas; `*` for all.'),
  CACHE_CONTROL: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be a header value')
    .default('public, max-age=0, s-maxage=60, stale-while-revalidate=600')
    .describe('`Cache-Control` of public replies. Where reading needs a key, they say `private, no-cache`.'),
  CACHE_TAG_HEADERS: tagHeaders
    .default(['Cache-Tag'])
    .describe(
      'Headers that name what a public reply shows, parted by commas: `Cache-Tag`, `Surrogate-Key`, `Cache-Groups`.',
    ),
  REPLY_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(24 * 1024 * 1024)
    .describe('Public replies are kept in memory up to so many bytes; 0: none.'),
  RATE_LIMIT_READ_PER_MIN: perMinute
    .default(0)
    .describe('So many reads a minute of one key, session or address; 0: no limit.'),
  RATE_LIMIT_WRITE_PER_MIN: perMinute
    .default(600)
    .describe('So many writes a minute of one key, session or address; 0: no limit.'),
  EVENT_LOOP_DELAY_MAX_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(1_000)
    .describe(
      'Where the event loop is later than this, on the mean of a second, what needs work is refused with 503; 0: never.',
    ),
  METRICS: z
    .enum(['open', 'key', 'off'])
    .default('open')
    .describe('Who may read `/metrics`: everybody, who has a key of any role, or nobody.'),
  SERVER_TIMING: flag
    .default(false)
    .describe('`true`: replies say in `Server-Timing` what took how long. For development.'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('How much is logged, as JSON lines on standard error.'),
  WEBHOOK_ALLOW_PRIVATE: flag
    .default(false)
    .describe('`true`: webhooks may lead to private and loopback addresses, and http. For development.'),
  WEBHOOK_RETRY_BASE_MS: z.coerce
    .number()
    .int()
    .min(1)
    .default(5_000)
    .describe(
      'How long after the first failed attempt a delivery is tried again, in milliseconds; later pauses grow with it.',
    ),
  WEBHOOK_LOG_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(30)
    .describe('How long the delivery log keeps what was delivered or given up, in days.'),
  WEBSUB_HUB_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional()
    .describe('The WebSub hub that feeds name, and that is told when they change. Default: none.'),
  SEED: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe('`auto`: an empty database is filled from `seed/` at the start.'),
})

/** The environment as it is read: every setting, its default, its form. */
export const Environment = Settings.refine(
  ({ READ_ACCESS, WEBSUB_HUB_URL }) => READ_ACCESS === 'open' || WEBSUB_HUB_URL === undefined,
  { path: ['WEBSUB_HUB_URL'], error: 'goes with READ_ACCESS=open: a hub has no key to read feeds with' },
)

export interface Config {
  host: string
  port: number
  databasePath: string
  /** Without a slash at the end. */
  siteUrl: string
  /** Where this service is reached from outside. Without a slash at the end. */
  publicUrl: string
  siteName: string
  readAccess: 'open' | 'key'
  /** Who is believed where a request comes from: whoever connects, the last so many, or these. */
  trustProxy: boolean | number | string[]
  importBytesMax: number
  corsOrigins: '*' | string[]
  cacheControl: string
  cacheTagHeaders: (typeof CACHE_TAG_HEADERS)[number][]
  replyCacheBytes: number
  /** 0: no limit. */
  rateLimitReadPerMin: number
  rateLimitWritePerMin: number
  /** 0: however late it is. */
  eventLoopDelayMaxMs: number
  metrics: 'open' | 'key' | 'off'
  serverTiming: boolean
  logLevel: z.infer<typeof Environment>['LOG_LEVEL']
  webhookAllowPrivate: boolean
  webhookRetryBaseMs: number
  webhookLogDays: number
  /** undefined: feeds have no hub. */
  websubHubUrl: string | undefined
  seed: 'auto' | 'off'
}

/** A setting is wrong; the message names every one that is. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the environment once and checks it whole. An empty variable counts as not set. Throws `ConfigError`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const { success, data, error } = Environment.safeParse(given)
  if (!success) {
    const faults = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new ConfigError(`These settings cannot be used:\n${faults.join('\n')}`)
  }
  const publicUrl = (data.PUBLIC_URL ?? serviceUrl(data.HOST, data.PORT)).replace(/\/+$/, '')
  return {
    host: data.HOST,
    port: data.PORT,
    databasePath: data.DATABASE_URL.replace(/^file:(\/\/)?/, ''),
    siteUrl: data.SITE_URL?.replace(/\/+$/, '') ?? publicUrl,
    publicUrl,
    siteName: data.SITE_NAME,
    readAccess: data.READ_ACCESS,
    trustProxy: data.TRUST_PROXY,
    importBytesMax: data.IMPORT_BYTES_MAX,
    corsOrigins: data.CORS_ORIGINS,
    cacheControl: data.READ_ACCESS === 'open' ? data.CACHE_CONTROL : 'private, no-cache',
    cacheTagHeaders: data.CACHE_TAG_HEADERS,
    replyCacheBytes: data.REPLY_CACHE_BYTES,
    rateLimitReadPerMin: data.RATE_LIMIT_READ_PER_MIN,
    rateLimitWritePerMin: data.RATE_LIMIT_WRITE_PER_MIN,
    eventLoopDelayMaxMs: data.EVENT_LOOP_DELAY_MAX_MS,
    metrics: data.METRICS,
    serverTiming: data.SERVER_TIMING,
    logLevel: data.LOG_LEVEL,
    webhookAllowPrivate: data.WEBHOOK_ALLOW_PRIVATE,
    webhookRetryBaseMs: data.WEBHOOK_RETRY_BASE_MS,
    webhookLogDays: data.WEBHOOK_LOG_DAYS,
    websubHubUrl: data.WEBSUB_HUB_URL,
    seed: data.SEED,
  }
}

/** The address a person on this machine can open. */
export function serviceUrl(host: string, port: number): string {
  const anyAddress = host === '0.0.0.0' || host === '::'
  const name = anyAddress ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
