import type { Planted } from '../harness.ts'

/** What an article of a magazine may have: a translation with two who answer, markup, and what would be markup. */
export const RIVERS = {
  title: 'Über „Flüsse“ & <Grenzen>',
  dek: 'A talk of "borders" & banks.',
  kind: 'panel',
  language: 'de',
  publishedAt: '2024-05-01T08:00:00.000Z',
  intro: '# Before\n\nWe met at the [weir](/places/weir).\n\n### Where\n\nBy the *water*.',
  note: 'From a series.',
  people: [
    { name: 'Ada Byron', role: 'interviewee', title: 'hydrologist' },
    { name: 'Bo "Rain" Li', role: 'interviewee', title: null },
    { name: 'Max Weir', role: 'interviewer', title: null },
    { name: 'Tess Lane', role: 'translator', title: null },
    { name: 'Old Man River', role: 'mentioned', title: null },
  ],
  topics: [{ slug: 'water', name: 'Water' }],
  source: { name: 'The River Post', url: 'https://post.example/talk?a=1&b=2', language: 'fr' },
  qa: [
    {
      question: 'Who owns a river?',
      answer: '## Nobody\n\nNobody does. See [below](#q2) and ![a map](map.png).\n\n- not you\n- not me',
      askedBy: 'Max Weir',
      answeredBy: ['Ada Byron', 'Bo "Rain" Li'],
      mentions: ['Old Man River'],
      topics: [{ slug: 'water', name: 'Water' }],
    },
    {
      question: 'Rivers <script>alert(1)</script> move.\n\nWhere does *the border* go?',
      answer: 'With the river.\n\n<img src=x onerror=alert(1)>',
    },
    { question: '- Whose?\n- Why?', answer: 'Ours.' },
  ],
} satisfies Planted
