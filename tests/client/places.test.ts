import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { SEED_SLUG, startSeeded } from '../harness.ts'
import { listen } from '../listen.ts'
import { bundle } from './bundle.ts'
import type { Seen } from './tour.ts'

const SITE = 'https://other.example'
const TOUR = `import { tour } from './tour.ts'\n`

async function start(): Promise<{ task: { url: string; slug: string }; expected: Seen }> {
  const service = await startSeeded()
  const { id, title, qa } = await service.client.articles.get(SEED_SLUG)
  const numbers = qa.map(({ number }) => number)
  const task = { url: await listen(service), slug: SEED_SLUG }
  return { task, expected: { title, numbers, code: 'not_found', published: [id] } }
}

test('the client works in a browser, on a page and in a worker of another origin', async () => {
  const { task, expected } = await start()
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  const scripts: Record<string, string> = {
    '/page.js': await bundle(`${TOUR}Object.assign(globalThis, { tour })`),
    '/worker.js': await bundle(`${TOUR}onmessage = async ({ data }) => postMessage(await tour(data))`),
  }
  await page.route(`${SITE}/**`, (route) => {
    const script = scripts[new URL(route.request().url()).pathname]
    return route.fulfill(
      script === undefined
        ? { contentType: 'text/html', body: '<script type="module" src="/page.js"></script>' }
        : { contentType: 'text/javascript', body: script },
    )
  })
  await page.goto(SITE)
  const given = JSON.stringify(task)
  expect(await page.evaluate(`tour(${given})`)).toEqual(expected)
  const inWorker = `new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' })
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(${given})
  })`
  expect(await page.evaluate(inWorker)).toEqual(expected)
  expect(complaints).toEqual([])
})

test('the client works in a worker of Node', async () => {
  const { task, expected } = await start()
  const script = await bundle(
    `${TOUR}const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
    parentPort.postMessage(await tour(workerData))`,
  )
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
    workerData: task,
  })
  expect(await once(worker, 'message')).toEqual([expected])
  await once(worker, 'exit')
})
