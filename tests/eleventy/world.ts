import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Eleventy, { type UserConfig } from '@11ty/eleventy'
import { onTestFinished } from 'vitest'
import colloquy, { type ColloquyOptions } from '../../src/eleventy/plugin.ts'
import { plant, type Service, startService } from '../harness.ts'
import { listen } from '../listen.ts'
import { temporary } from '../templates.ts'

const SITE = fileURLToPath(new URL('site', import.meta.url))

const ada = { name: 'Ada Byron', role: 'interviewee', title: 'Hydrologist' } as const
const max = { name: 'Max Weir', role: 'interviewer', title: null } as const
const water = { slug: 'water', name: 'Water' }

/** A service that listens, without an article. */
export async function startListening(settings?: Record<string, string>): Promise<Service & { url: string }> {
  const service = await startService(settings)
  return { ...service, url: await listen(service) }
}

/** One with two articles in two languages and a draft. */
export async function startPublished(settings?: Record<string, string>): Promise<Service & { url: string }> {
  const service = await startListening(settings)
  const speakers = { askedBy: max.name, answeredBy: [ada.name] }
  await plant(service.deps, {
    title: 'Talking of Rivers',
    publishedAt: '2026-11-20T23:30:00.000Z',
    people: [ada, max, { name: 'Jo Lund', role: 'translator', title: null }],
    topics: [water, { slug: 'human-rights', name: 'Human Rights' }],
    qa: [
      { question: 'Who *owns* a river?', answer: 'Nobody.', ...speakers, topics: [water] },
      {
        ...{ question: 'And the sea?', answer: 'Nobody at all.', ...speakers },
        topics: [
          { slug: 'climate-change', name: 'Climate Change' },
          { slug: 'energy-and-climate', name: 'Energy and Climate' },
        ],
      },
    ],
  })
  await plant(service.deps, {
    ...{ title: 'Vom Regen', language: 'de', publishedAt: '2012-06-07T08:00:00.000Z', people: [ada] },
    qa: [{ question: 'Regnet es?', answer: 'Ja.', answeredBy: [ada.name], topics: [water] }],
  })
  const draft = { title: 'Not Yet', qa: [{ question: 'A secret?', topics: [water] }] }
  await plant(service.deps, draft, { draft: true })
  return service
}

/** A site of the plugin in a folder of its own, which ends with the test. */
export class Site {
  readonly folder = mkdtempSync(join(temporary, 'colloquy-site-'))
  /** What was asked of the service: path, query and media type. */
  readonly asked: string[] = []
  readonly eleventy: Eleventy

  constructor(options: ColloquyOptions, configure: (config: UserConfig) => void = () => undefined) {
    const input = join(this.folder, 'site')
    cpSync(SITE, input, { recursive: true })
    onTestFinished(() => rmSync(this.folder, { recursive: true }))
    const send = (request: Request) => {
      const { pathname, search } = new URL(request.url)
      this.asked.push(`${pathname}${search} ${request.headers.get('accept')}`)
      return fetch(request)
    }
    this.eleventy = new Eleventy(input, join(this.folder, 'built'), {
      ...{ configPath: false, quietMode: true },
      config: (config) => {
        config.addPlugin(colloquy, { send, ...options })
        configure(config)
      },
    })
    this.eleventy.disableLogger()
  }

  /** Writes a template. */
  write(name: string, template: string): void {
    writeFileSync(join(this.folder, 'site', name), template)
  }

  /** What stands at a path of the built site. */
  page(path: string): string {
    return readFileSync(join(this.folder, 'built', path), 'utf8')
  }

  /** Everything that was built. */
  paths(): string[] {
    return globSync('**/*.*', { cwd: join(this.folder, 'built') }).sort()
  }
}
