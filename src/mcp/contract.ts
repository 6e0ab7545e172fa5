import { z } from 'zod'
import { SLUG_CHARS_MAX } from '../contract.ts'
import { QUERY_CHARS_MAX } from '../http/contract.ts'
import { QUOTE_CHARS_MAX, QUOTE_WORDS_MIN, QuoteCheck, QuoteEvidence } from '../quotes/contract.ts'

/** Most characters of text in one result of `get_article` or `get_answer`. */
export const READ_CHARS_MAX = 20_000
/** Most characters of each pair in a list of several. */
export const EXCERPT_CHARS_MAX = 4_000
const ANSWERS_MAX = 20
const ANSWERS_DEFAULT = 5
export const TOPICS_MAX = 100
const ADDRESS_CHARS_MAX = 2_000

// ---- What tools take -------------------------------------------------------------------------------

const Name = z.string().min(1).max(SLUG_CHARS_MAX)
const Address = z.string().min(1).max(ADDRESS_CHARS_MAX)
const Words = z.string().min(1).max(QUERY_CHARS_MAX)
const Limit = z.int().min(1).max(ANSWERS_MAX).default(ANSWERS_DEFAULT).meta({ description: 'Most answers.' })
const Start = z
  .int()
  .min(0)
  .default(0)
  .meta({ description: 'Where to read on: `next` of the result before.' })

export const SearchAnswersInput = z.strictObject({
  q: Words.meta({
    description:
      'Words (all must occur), "phrases", -not, prefix*, or a question in natural language. Any text is valid.',
  }),
  topic: Name.optional().meta({
    description: 'Only this topic or any narrower one: slug or id, as list_topics gives them, or name.',
  }),
  person: Name.optional().meta({ description: 'Only what this person answered: name, slug or id.' }),
  from: z.iso.date().optional().meta({ description: 'Published on this day (UTC) or later.' }),
  to: z.iso.date().optional().meta({ description: 'Published on this day (UTC) or earlier.' }),
  limit: Limit,
})

export const GetArticleInput = z.strictObject({
  article: Address.meta({ description: 'Id, slug, or address of the article.' }),
  start: Start,
})

export const GetAnswerInput = z.strictObject({
  id: Address.meta({
    description: 'Id, or permalink (https://example.org/articles/talking-of-rivers#q3).',
  }),
  start: Start,
})

export const WhoSaidInput = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(QUOTE_CHARS_MAX)
      .optional()
      .meta({ description: `A sentence that somebody may have said, of ${QUOTE_WORDS_MIN} words at least.` }),
    q: Words.optional().meta({
      description: 'In the place of `text`: words or a question, as in search_answers.',
    }),
    limit: Limit,
  })
  .refine(({ text, q }) => (text === undefined) !== (q === undefined), 'Send either text or q.')

export const ListTopicsInput = z.strictObject({
  under: Name.optional().meta({
    description:
      'The topic whose narrower ones are wanted: slug, id or name. Without it: the broadest topics.',
  }),
  start: Start,
})

// ---- What tools give -------------------------------------------------------------------------------

// Plain shapes: what is given was checked where it came from, and models read these schemas with each conversation.
const Id = z.string()
const Permalink = z.url().meta({ description: 'The address to cite.' })
const PublishedOn = z.string().meta({
  description: 'When its article was published, RFC 3339: the date to cite.',
  format: 'date-time',
})
const Person = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  role: z.string().optional(),
  title: z.string().nullable().optional(),
})
const Topic = z.object({ id: Id, slug: z.string(), name: z.string() })
const ExactText = z.string().meta({ description: 'To the letter, as it was published.' })
const Next = z.int().min(0).nullable().meta({
  description: 'Where the text goes on: `start` of the next call. null: this is the end.',
})

const Pair = z.object({
  id: Id,
  permalink: Permalink,
  speakers: z
    .array(Person)
    .meta({ description: 'Who answers: whom to cite. Empty: the source does not say.' }),
  askedBy: Person.nullable(),
  question: ExactText,
  answer: ExactText,
})

const CitedArticle = z.object({ id: Id, title: z.string(), url: z.url() })

/** A pair on its own. `start` and `next` count the characters of question and answer. */
export const Answer = Pair.extend({
  date: PublishedOn,
  article: CitedArticle,
  topics: z.array(Topic),
  start: z.int().min(0).meta({ description: 'How much of question and answer stands before this.' }),
  next: Next.meta({ description: 'Where it goes on: `start` for get_answer. null: this is the end.' }),
})
export type Answer = z.infer<typeof Answer>

export const SearchAnswersOutput = z.object({
  answers: z
    .array(
      Answer.extend({
        found: z.string().nullable().meta({
          description: 'The stretch of the answer that has the words; … where it was cut.',
        }),
      }),
    )
    .meta({ description: 'The closest first.' }),
  hasMore: z.boolean(),
})

export const GetArticleOutput = z.object({
  id: Id,
  permalink: Permalink,
  title: z.string(),
  dek: z.string().nullable(),
  kind: z.string(),
  language: z.string(),
  date: PublishedOn,
  people: z.array(Person),
  topics: z.array(Topic),
  intro: ExactText,
  qa: z.array(Pair).meta({
    description: 'In reading order. Where `start` is not 0 or `next` is not null, the first or last is cut.',
  }),
  note: ExactText,
  start: z.int().min(0),
  next: Next,
})
export type GetArticleOutput = z.infer<typeof GetArticleOutput>

export const WhoSaidOutput = z.object({
  people: z
    .array(
      z.object({
        person: Person.nullable().meta({ description: 'null: the source does not say who it was.' }),
        said: z.array(
          Answer.extend({
            match: z
              .enum(['verbatim', 'trimmed', 'altered', 'words'])
              .meta({ description: '`words`: no more than words in common.' }),
            part: z.enum(['question', 'answer']).meta({ description: 'Where the person said it.' }),
            quote: ExactText.nullable().meta({ description: 'The stretch that is like `text`.' }),
          }),
        ),
      }),
    )
    .meta({ description: 'Who said what is closest first.' }),
})
export type WhoSaidOutput = z.infer<typeof WhoSaidOutput>

const ListedTopic = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  url: z.url(),
  answers: z.int().min(0).meta({ description: 'How many pairs are on it, or on a narrower topic.' }),
  narrower: z.int().min(0).meta({ description: 'How many topics `under` would give.' }),
})

export const ListTopicsOutput = z.object({
  under: Topic.nullable(),
  topics: z.array(ListedTopic).meta({ description: 'By name; only those on which something was said.' }),
  next: Next,
})

export const VerifyQuoteOutput = QuoteCheck.pick({ verdict: true }).extend({
  speaker: Person.nullable().meta({ description: 'Who was named, as far as they are known here.' }),
  meaning: z.string().meta({ description: 'The verdict in words.' }),
  evidence: z
    .array(
      QuoteEvidence.omit({ qa: true }).extend({
        speakers: z.array(Person).meta({ description: 'Who said it: whom to cite.' }),
        ...{ id: Id, permalink: Permalink, date: PublishedOn, article: CitedArticle },
      }),
    )
    .meta({ description: 'Where it, or something like it, stands; the closest first.' }),
})
