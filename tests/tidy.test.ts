import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

// The rules of the house that no linter knows. What breaks one is listed by its name.

const root = fileURLToPath(new URL('..', import.meta.url))
const FILE_LINES_MAX = 300
/** What is started or imported from outside. */
const ENTRY_POINTS = [
  'src/cli/main.ts',
  'src/db/checkpoint-thread.sqlite.ts',
  'src/client/index.ts',
  'src/astro/loader.ts',
  'src/eleventy/plugin.ts',
  'src/embed/embed.ts',
]
/** The one file in which time and chance come in. */
const WORLD = 'src/deps.ts'
/** What any file may know: the words of the wire, and the ways to fail. */
const VOCABULARY = ['src/contract.ts', 'src/problem.ts']
/** Where the package's own files are. */
const PACKAGE_FOLDER = 'src/package-folder.ts'
/** Files of `src/` itself that stand above the rooms. */
const ABOVE_ROOMS = ['src/app.ts', WORLD, 'src/jobs.ts']
const NOT_OURS = ['node_modules', '.git', 'dist', 'data', '.astro', '.next', '_site']
const DRAWERS_WITHOUT_LABEL = /^(utils?|helpers?|common|misc|managers?|services?)$/

interface Import {
  /** Path from the repository's root, or the name of a package. */
  target: string
  /** Gone at runtime. */
  isType: boolean
}

interface Source {
  file: string
  text: string
  tree: ts.SourceFile
  imports: Import[]
}

const sources = globSync('src/**/*.ts', { cwd: root }).map(toPosix).sort().map(readSource)
const byFile = new Map(sources.map((source) => [source.file, source]))

describe('imports', () => {
  test('a contract knows zod, other contracts, and how things fail: nothing else', () => {
    const contracts = sources.filter(({ file }) => file.endsWith('/contract.ts'))
    expect(contracts.length).toBeGreaterThan(3)
    const allowed = (target: string) =>
      target === 'zod' || VOCABULARY.includes(target) || target.endsWith('/contract.ts')
    expect(strangers(contracts, allowed)).toEqual([])
  })

  test('what everyone may know knows zod alone', () => {
    const vocabulary = sources.filter(({ file }) => VOCABULARY.includes(file))
    expect(vocabulary).toHaveLength(VOCABULARY.length)
    expect(strangers(vocabulary, (target) => target === 'zod')).toEqual([])
  })

  test('the database knows no feature, no HTTP and no command', () => {
    const isBelow = (target: string) => isPackage(target) || [...VOCABULARY, PACKAGE_FOLDER].includes(target)
    expect(strangers(inRoom('db'), (target) => isBelow(target) || roomOf(target) === 'db')).toEqual([])
  })

  test('HTTP knows no feature and no command', () => {
    const isBelow = (target: string) => roomOf(target) === '' && !ABOVE_ROOMS.includes(target)
    const allowed = (target: string) =>
      isPackage(target) || isBelow(target) || ['http', 'db'].includes(roomOf(target))
    expect(strangers(inRoom('http'), allowed)).toEqual([])
  })

  test('routes are known to the list in app.ts alone', () => {
    const others = sources.filter(({ file }) => file !== 'src/app.ts')
    expect(strangers(others, (target) => !/[/-]routes\.ts$/.test(target))).toEqual([])
    const listed = byFile.get('src/app.ts')?.imports.map(({ target }) => target)
    const routes = sources.map(({ file }) => file).filter((file) => /[/-]routes\.ts$/.test(file))
    expect(listed).toEqual(expect.arrayContaining(routes))
  })

  test('only the command line knows the app, and no room knows the command line', () => {
    const rooms = sources.filter(({ file }) => roomOf(file) !== 'cli')
    expect(strangers(rooms, (target) => target !== 'src/app.ts' && roomOf(target) !== 'cli')).toEqual([])
  })

  test('the client stands alone: of other rooms it takes types of contracts, of packages none', () => {
    const client = inRoom('client')
    expect(client).not.toEqual([])
    const runtime = client.map((source) => ({ ...source, imports: source.imports.filter((i) => !i.isType) }))
    expect(strangers(runtime, (target) => roomOf(target) === 'client')).toEqual([])
    const isKnown = (target: string) =>
      roomOf(target) === 'client' || target === 'zod' || target.endsWith('/contract.ts')
    expect(strangers(client, isKnown)).toEqual([])
  })

  test('what runs in a page of others is the client, what is beside it, and no package', () => {
    const runtime = sources.map((source) => ({ ...source, imports: source.imports.filter((i) => !i.isType) }))
    const inPages = reachableFrom('src/embed/embed.ts', runtime)
    expect(inPages.length).toBeGreaterThan(5)
    const isKnown = (target: string) =>
      ['embed', 'client'].includes(roomOf(target)) || target === 'src/representations/headings-from.ts'
    expect(strangers(inPages, isKnown)).toEqual([])
  })

  test('the loader for Astro knows the client and contracts; of packages types of Astro', () => {
    const loader = inRoom('astro')
    expect(loader.map(({ file }) => file)).toContain('src/astro/loader.ts')
    const isKnown = (target: string) =>
      ['astro', 'client'].includes(roomOf(target)) ||
      ['zod', 'astro/loaders', 'astro/zod'].includes(target) ||
      target.endsWith('/contract.ts')
    expect(strangers(loader, isKnown)).toEqual([])
    const runtime = loader.map((source) => ({ ...source, imports: source.imports.filter((i) => !i.isType) }))
    expect(strangers(runtime, (target) => !isPackage(target))).toEqual([])
  })

  test('reading an interview is pure: text in, value out', () => {
    const pure = reachableFrom('src/imports/parse.ts')
    expect(pure.length).toBeGreaterThan(5)
    const isWorldly = (target: string) =>
      target.startsWith('node:') ||
      ['db', 'http', 'cli'].includes(roomOf(target)) ||
      [...ABOVE_ROOMS, 'src/config.ts'].includes(target)
    expect(strangers(pure, (target) => !isWorldly(target))).toEqual([])
  })

  test('every file is imported, or is started', () => {
    const imported = new Set(sources.flatMap(({ imports }) => imports.map(({ target }) => target)))
    // What declares the types of a package is found by the compiler.
    const isFound = (file: string) => imported.has(file) || file.endsWith('.d.ts')
    const orphans = [...byFile.keys()].filter((file) => !isFound(file) && !ENTRY_POINTS.includes(file))
    expect(orphans).toEqual([])
  })

  test('what is loaded when it is needed is a file of ours: of a package the bundle would not know the names', () => {
    const isLoaded = (node: ts.Node) =>
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
    const isOfPackage = (node: ts.Node) =>
      ts.isCallExpression(node) && isLoaded(node) && !/^(\.|node:)/.test(textOf(node.arguments[0]))
    expect(findings(sources, isLoaded)).not.toEqual([])
    expect(findings(sources, isOfPackage)).toEqual([])
  })

  test('every import leads to a file', () => {
    expect(strangers(sources, (target) => isPackage(target) || byFile.has(target))).toEqual([])
  })
})

describe('the outside world', () => {
  test('the environment is read in config.ts alone', () => {
    const readsEnvironment = (node: ts.Node) =>
      (ts.isPropertyAccessExpression(node) &&
        node.name.text === 'env' &&
        nameOf(node.expression) === 'process') ||
      (ts.isElementAccessExpression(node) && nameOf(node.expression) === 'process') ||
      (ts.isImportDeclaration(node) && /^(node:)?process$/.test(textOf(node.moduleSpecifier)))
    expect(findings(sourcesBut('src/config.ts'), readsEnvironment)).toEqual([])
  })

  test('time and chance come from deps.ts alone', () => {
    expect(findings(sourcesBut(WORLD), asksTheWorld)).toEqual([])
    expect(findings(sources, asksTheWorld)).not.toEqual([])
  })
})

describe('files', () => {
  test('no file is a drawer without a label', () => {
    const isDrawer = (file: string) =>
      posix
        .relative('src', file)
        .replace(/\.ts$/, '')
        .split(/[/.]/)
        .some((part) => DRAWERS_WITHOUT_LABEL.test(part))
    expect([...byFile.keys()].filter(isDrawer)).toEqual([])
  })

  test(`no file is longer than ${FILE_LINES_MAX} lines`, () => {
    const lines = ({ text }: Source) => text.trimEnd().split('\n').length
    const long = sources.filter((source) => lines(source) > FILE_LINES_MAX)
    expect(long.map((source) => `${source.file} has ${lines(source)} lines`)).toEqual([])
  })

  test('the repository names no folder outside of it', () => {
    // Put together here, so that this file does not name them.
    const outside = [['..', 'shared'].join('/'), ['', 'work', ''].join('/')]
    const files = filesUnder('')
    expect(files).toEqual(expect.arrayContaining(['package.json', 'tests/tidy.test.ts', '.gitignore']))
    const named = files.filter((file) => outside.some((name) => mentions(file, name)))
    expect(named).toEqual([])
  })
})

function readSource(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  walk(tree, (node) => {
    const found = importOf(node)
    if (found) imports.push({ target: resolve(file, found.name), isType: found.isType })
  })
  return { file, text, tree, imports }
}

function importOf(node: ts.Node): { name: string; isType: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    const isType = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { name: textOf(node.moduleSpecifier), isType }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return { name: textOf(node.moduleSpecifier), isType: node.isTypeOnly }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { name: textOf(node.argument.literal), isType: true }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { name: textOf(node.arguments[0]), isType: false }
  return undefined
}

function asksTheWorld(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return nameOf(node.expression) === 'Date' && !node.arguments?.length
  if (!ts.isCallExpression(node)) return false
  if (nameOf(node.expression) === 'Date') return true
  if (!ts.isPropertyAccessExpression(node.expression)) return false
  const called = `${nameOf(node.expression.expression)}.${node.expression.name.text}`
  return ['Date.now', 'Math.random', 'Temporal.Now'].includes(called)
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => {
    walk(child, visit)
  })
}

/** Where in which file a rule is broken, as `file:line text`. */
function findings(among: Source[], breaksRule: (node: ts.Node) => boolean): string[] {
  const found: string[] = []
  for (const { file, tree } of among)
    walk(tree, (node) => {
      if (!breaksRule(node)) return
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${file}:${line + 1} ${node.getText()}`)
    })
  return found
}

/** The imports that are not allowed, as `file → target`. */
function strangers(among: Source[], isAllowed: (target: string) => boolean): string[] {
  return among.flatMap(({ file, imports }) =>
    imports.filter(({ target }) => !isAllowed(target)).map(({ target }) => `${file} → ${target}`),
  )
}

/** A file and all that it imports, at any remove, types too. */
function reachableFrom(file: string, among = sources): Source[] {
  const known = new Map(among.map((source) => [source.file, source]))
  const reached = new Set<string>()
  const waiting = [file]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    for (const { target } of known.get(next)?.imports ?? []) if (known.has(target)) waiting.push(target)
  }
  return among.filter((source) => reached.has(source.file))
}

/** The folder of `src/` that a file is in; '' for a file of `src/` itself and for a package. */
function roomOf(target: string): string {
  const [top, room, ...rest] = target.split('/')
  return top === 'src' && rest.length > 0 ? (room ?? '') : ''
}

function inRoom(room: string): Source[] {
  return sources.filter(({ file }) => roomOf(file) === room)
}

function sourcesBut(file: string): Source[] {
  expect(byFile.has(file)).toBe(true)
  return sources.filter((source) => source.file !== file)
}

function isPackage(target: string): boolean {
  return !target.startsWith('src/') && !target.startsWith('.')
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(toPosix(dirname(from)), specifier) : specifier
}

function nameOf(node: ts.Node): string {
  return ts.isIdentifier(node) ? node.text : ''
}

function textOf(node: ts.Node | undefined): string {
  return node && ts.isStringLiteralLike(node) ? node.text : ''
}

function mentions(file: string, text: string): boolean {
  return readFileSync(join(root, file), 'latin1').includes(text)
}

/** The files of the repository, without what is installed, built or kept by a run. */
function filesUnder(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isFile()) return [path]
    return entry.isDirectory() && !NOT_OURS.includes(entry.name) ? filesUnder(path) : []
  })
}

function toPosix(path: string): string {
  return path.replaceAll('\\', '/')
}
