import type { Db } from '../db/store.ts'
import { writeWholeExport } from '../publishing/write-export.ts'
import {
  ARTICLES_FOLDER,
  CORRECTIONS_FILE,
  NUMBERS_FILE,
  PEOPLE_FILE,
  PUBLISHED_FOLDER,
  TOPICS_FILE,
} from './contract.ts'
import {
  exportArticles,
  exportCorrections,
  exportNumbers,
  exportPeople,
  exportTopics,
  listArticleNames,
} from './queries.ts'

/** Bytes of a file name that every common file system takes, with room for the ending. */
const NAME_BYTES_MAX = 240

export interface ExportFile {
  path: string
  /** Its text, in parts. */
  text: AsyncIterable<string> | Iterable<string>
}

/** The paths that the files of an export may have: all that `writeFiles` writes, and maybe more. */
export async function listPaths(db: Db): Promise<string[]> {
  const names = (await listArticleNames(db)).map((article) => fileNameOf(article))
  return [
    ...[NUMBERS_FILE, PEOPLE_FILE, TOPICS_FILE, CORRECTIONS_FILE],
    ...names.flatMap((name) => [`${ARTICLES_FOLDER}/${name}`, `${PUBLISHED_FOLDER}/${name}`]),
  ]
}

/** The whole content as files, one after the other. The same content gives the same bytes. */
export async function* writeFiles(db: Db): AsyncGenerator<ExportFile> {
  yield { path: NUMBERS_FILE, text: asLines(exportNumbers(db)) }
  yield { path: PEOPLE_FILE, text: asLines(exportPeople(db)) }
  yield { path: TOPICS_FILE, text: asLines(exportTopics(db)) }
  yield { path: CORRECTIONS_FILE, text: asLines(exportCorrections(db)) }
  for await (const { id, slug, standing, draft, published } of exportArticles(db)) {
    const name = fileNameOf({ id, slug })
    yield { path: `${ARTICLES_FOLDER}/${name}`, text: [writeWholeExport(id, draft, standing)] }
    if (!published) continue
    yield { path: `${PUBLISHED_FOLDER}/${name}`, text: [writeWholeExport(id, published, {})] }
  }
}

/** Named by the slug, or by the id where the slug is too long for a file. */
function fileNameOf({ id, slug }: { id: string; slug: string }): string {
  return `${Buffer.byteLength(slug) > NAME_BYTES_MAX ? id : slug}.md`
}

async function* asLines(values: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const value of values) {
    // Readers of lines end one at these, too.
    const json = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
    yield `${json}\n`
  }
}
