import type { Client } from '../../src/client/index.ts'
import { plant, type Planted, type Service, startService } from '../harness.ts'

/** Where readers read, and where the service is reached: the same. */
export const HOME = 'http://127.0.0.1:3000'

const words = 'A river takes no notice of the line that a ministry drew across it. '
const rivers = { slug: 'rivers', name: 'Rivers' }
const waterLaw = { slug: 'water-law', name: 'Water law' }

/** An article in which everything occurs that a page may have to show. */
export const panel: Planted = {
  title: 'Talking of <Rivers> & "Borders"',
  dek: 'A hydrologist and a lawyer on who owns the water.',
  kind: 'panel',
  publishedAt: '2026-11-20T23:30:00.000Z',
  intro:
    'We met in *Ahvaz*. See [the treaty](https://example.org/treaty).\n\n# The place\n\n### A table\n\nBy the water.',
  note: 'The third part of our series.',
  people: [
    { name: 'Ada Byron', role: 'interviewee', title: 'Hydrologist' },
    { name: 'Rosa Alba', role: 'interviewee', title: null },
    { name: 'Max Weir', role: 'interviewer', title: 'Editor' },
    { name: 'Jo Lund', role: 'translator', title: null },
    { name: 'Emmy Noether', role: 'mentioned', title: null },
  ],
  topics: [rivers],
  source: { name: 'Basel Review', url: 'https://example.org/review', language: 'de' },
  qa: [
    {
      question: 'Who owns a river?',
      answer: `${words.repeat(6)}\n\nNobody, **in law**:\n\n- the bed,\n- the banks.\n\n> Older than the border.`,
      askedBy: 'Max Weir',
      answeredBy: ['Ada Byron'],
      topics: [waterLaw],
    },
    {
      question: 'No treaty brought you a litre.\n\nWhat *would*?',
      answer: '`</script><script>alert(1)</script>`\n\n```\nlong line of code\n```',
      askedBy: 'Max Weir',
      answeredBy: ['Rosa Alba'],
    },
    {
      question: 'A list of doubts:\n\n1. Is it fair?\n2. Is it lasting?',
      answer: '# Fair\n\nIt is.',
      askedBy: 'Max Weir',
      answeredBy: ['Ada Byron', 'Rosa Alba'],
      mentions: ['Emmy Noether'],
    },
    { question: '', answer: 'Nothing was asked.', answeredBy: ['Ada Byron'] },
    { question: '- Yes\n- or no?', answer: '![The Karun](https://example.org/karun.jpg)', answeredBy: [] },
  ],
}

/** An article without pairs. */
export const essay: Planted = {
  title: 'Words for Water',
  kind: 'article',
  publishedAt: '2026-11-19T08:00:00.000Z',
  intro: `${words}\n\n## Shore\n\n${words}\n\n#### Ford\n\n${words}`,
  people: [{ name: 'Max Weir', role: 'author', title: null }],
  topics: [rivers],
  source: { name: 'water.txt', url: 'javascript:alert(1)', language: null },
}

/** One from right to left. */
export const arabic: Planted = {
  title: 'حديث الأنهار',
  language: 'ar',
  publishedAt: '2026-11-18T08:00:00.000Z',
  people: [{ name: 'ليلى حداد', role: 'interviewee', title: null }],
  qa: [{ question: 'من يملك النهر؟', answer: 'لا أحد يملكه.', answeredBy: ['ليلى حداد'] }],
}

/** A service whose readers read there, with these articles and what was put right in the first. */
export async function startReading(
  settings: Record<string, string> = {},
): Promise<Service & { editor: Client }> {
  const service = await startService({ SITE_URL: HOME, ...settings })
  const editor = await service.clientWith('editor')
  const id = await plant(service.deps, panel)
  for (const planted of [essay, arabic]) await plant(service.deps, planted)
  const topic = await editor.topics.get('rivers')
  await editor.topics.update(topic.id, { description: 'What flows.' }, { ifMatch: topic.etag ?? '' })
  const person = await editor.people.get('ada-byron')
  const said = { bio: 'She counts water.\n\nAnd fish.', sameAs: ['https://example.org/ada'] }
  await editor.people.update(person.id, said, { ifMatch: person.etag ?? '' })
  const { qa } = await service.client.articles.get(id)
  const { etag } = await editor.articles.draft(id)
  const corrected = { kind: 'correction', text: 'It is the *left* bank.', qa: qa[1]?.id ?? '' } as const
  await editor.articles.correct(id, corrected, { ifMatch: etag })
  const now = await editor.articles.draft(id)
  const clarified = { kind: 'clarification', text: 'The treaty is of 1975.' } as const
  await editor.articles.correct(id, clarified, { ifMatch: now.etag })
  return { ...service, editor }
}

/** Where the article in which everything occurs is read. */
export const PANEL = '/articles/talking-of-rivers-and-borders'
