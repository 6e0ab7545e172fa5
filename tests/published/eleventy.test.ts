import { expect, test } from 'vitest'
import type { QaPair } from '../../src/client/index.ts'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example } from './example.ts'
import { hindrancesOn, openWindow } from './window.ts'

const ARTICLE = `/articles/${SEED_SLUG}/`

test('the commands of its README make the Eleventy site, which is read, filtered, linked to and edited', async () => {
  const service = await startBuilt()
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const example = new Example('eleventy', { 'http://127.0.0.1:3000': service.url, '8080': String(port) })
  const [install = '', build = '', serve = '', ...more] = example.commands
  expect(more).toEqual([])
  await example.run(install)
  await example.run(build)
  await example.serve(serve, site)

  const { page, asked, complaints } = await openWindow()
  const pairs = async () => {
    const questions = await page.locator('.pair h2').allInnerTexts()
    const answers = await page.locator('.pair .answer').allInnerTexts()
    return questions.map((question, index) => ({ question, answer: answers[index] }))
  }
  const said = (all: QaPair[]) =>
    all.map((pair) => ({ question: pair.question.text, answer: pair.answer.text }))

  await page.goto(site)
  await page.getByRole('link', { name: 'The Widening U.S.-Pakistan Rift' }).click()
  const { qa } = await service.client.articles.get(SEED_SLUG)
  expect(qa).toHaveLength(8)
  expect(await pairs()).toEqual(said(qa))
  expect(await page.locator('time').innerText()).toBe('June 7, 2012')

  await page.locator('#q4').getByRole('link', { name: 'Drone Strikes' }).click()
  expect(await page.title()).toContain('Drone Strikes')
  expect(await pairs()).toEqual(said(qa.filter(({ position }) => position === 4 || position === 6)))
  await page.locator('.pair').nth(1).getByRole('link', { name: 'The Widening U.S.-Pakistan Rift' }).click()
  expect(page.url()).toBe(`${site}${ARTICLE}#q6`)
  expect(await page.locator(':target h2').innerText()).toBe(qa[5]?.question.text)
  await page.getByRole('link', { name: 'Link to answer 3' }).click()
  expect(page.url()).toBe(`${site}${ARTICLE}#q3`)
  expect(await page.locator(':target h2').innerText()).toBe(qa[2]?.question.text)
  await page.getByRole('link', { name: 'Bernard Gwertzman' }).click()
  expect(await page.locator('main li').allInnerTexts()).toEqual(['The Widening U.S.-Pakistan Rift'])

  const folders = ['/', ARTICLE, '/topics/', '/topics/drone-strikes/', '/people/', '/people/daniel-markey/']
  expect(
    await hindrancesOn(
      page,
      folders.map((path) => site + path),
    ),
  ).toEqual([])

  await editAnswer(service.client, 1, 'It is **not** new at all.')
  await example.run(build)
  await page.goto(site + ARTICLE)
  expect((await pairs())[0]?.answer).toBe('It is not new at all.')
  expect(asked.filter((address) => !address.startsWith(`${site}/`))).toEqual([])
  expect(complaints).toEqual([])
})
