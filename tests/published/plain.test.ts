import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example, folderOf } from './example.ts'
import { hindrancesOn, openWindow } from './window.ts'

/** A copy of the example whose pages have the address of another service. */
function copyFor(service: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-plain-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(folderOf('plain'), folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  for (const page of globSync('site/*.html', { cwd: folder })) {
    const path = join(folder, page)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('http://127.0.0.1:3000', service))
  }
  return folder
}

test('the commands of its README serve the plain site, which is read, filtered, linked to and edited', async () => {
  const service = await startBuilt()
  const port = await freePort()
  const site = `http://localhost:${port}`
  const example = new Example('plain', { '8080': String(port) }, copyFor(service.url))
  const [install = '', serve = '', ...more] = example.commands
  expect(more).toEqual([])
  await example.run(install)
  await example.serve(serve, site)
  const { qa } = await service.client.articles.get(SEED_SLUG)
  expect(qa).toHaveLength(8)

  const { page, asked, complaints } = await openWindow()
  const said = async () => {
    const questions = await page.locator('[part~=question]').allInnerTexts()
    const answers = await page.locator('[part~=answer]').allInnerTexts()
    return questions.map((question, index) => ({ question, answer: answers[index] }))
  }
  const toBeSaid = (positions: number[]) =>
    qa
      .filter(({ position }) => positions.includes(position))
      .map(({ question, answer }) => ({ question: question.text, answer: answer.text }))

  await page.goto(site)
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4]))
  await page.getByRole('button', { name: 'More' }).click()
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4, 5, 6, 7, 8]))
  await page.getByRole('link', { name: 'Drone strikes' }).click()
  await expect.poll(said).toEqual(toBeSaid([4, 6]))
  expect(page.url()).toContain('topic=drone-strikes')

  await page.goto(`${site}/article.html#q3`)
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4, 5, 6, 7, 8]))
  const target = page.locator('[part~=target]')
  expect(await target.locator('[part~=question]').innerText()).toBe(qa[2]?.question.text)
  await editAnswer(service.client, 1, 'It is **not** new at all.')
  await expect.poll(async () => (await said())[0]?.answer).toBe('It is not new at all.')

  const addresses = [`${site}/`, `${site}/article.html`]
  expect(await hindrancesOn(page, addresses, '[part~=question]')).toEqual([])
  const origins = new Set(asked.map((address) => new URL(address).origin))
  expect([...origins]).toEqual([site, service.url])
  expect(complaints).toEqual([])
  await page.getByRole('link', { name: /^3/ }).click()
  expect(page.url()).toBe(qa[2]?.url)
})

test('without script the plain site leads to the pages of the service', async () => {
  const service = await startBuilt()
  const folder = copyFor(service.url)
  const { page } = await openWindow({ javaScriptEnabled: false })
  await page.goto(`file://${folder}/site/index.html`)
  await page.getByRole('link', { name: 'Drone strikes' }).click()
  expect(page.url()).toBe(`${service.url}/topics/drone-strikes`)
  await page.goto(`file://${folder}/site/article.html`)
  await page.getByRole('link', { name: 'Read the interview' }).click()
  expect(await page.locator('h2').count()).toBeGreaterThanOrEqual(8)
})
