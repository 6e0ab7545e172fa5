import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { Problem, type ProblemCode } from '../problem.ts'

interface Definition<Input extends z.ZodType, Output extends z.ZodObject> {
  name: string
  title: string
  /** For the model that is to choose it, and to cite what it gives. */
  description: string
  input: Input
  output: Output
  run: (deps: Deps, input: z.output<Input>) => Promise<z.output<Output>>
  /** The result in words, for clients that show or read nothing else. */
  write: (result: z.output<Output>) => string
}

/** A tool, whatever it takes and gives. */
export interface Tool {
  name: string
  config: {
    title: string
    description: string
    inputSchema: StandardSchemaWithJSON
    outputSchema: StandardSchemaWithJSON
  }
  call: (deps: Deps, input: unknown) => Promise<CallToolResult>
}

/** No tool changes anything, or asks anywhere but here. */
const annotations = {
  ...{ readOnlyHint: true, destructiveHint: false },
  ...{ idempotentHint: true, openWorldHint: false },
}

/** What to do about a problem, beside what it says itself. */
const ADVICE: Partial<Record<ProblemCode, string>> = {
  not_found: 'Look for it with search_answers, list_topics or who_said; do not guess.',
  gone: 'The article was retracted: do not quote it.',
}

/** A tool whose results have the shape of `output`, and the same in words. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodObject>(
  definition: Definition<Input, Output>,
): Tool {
  const { name, title, description, input, output, run, write } = definition
  return {
    name,
    config: { title, description, inputSchema: withKeptJson(input), outputSchema: withKeptJson(output) },
    async call(deps, given) {
      const result = await run(deps, input.parse(given))
      return { content: [{ type: 'text', text: write(result) }], structuredContent: result }
    },
  }
}

/** A schema whose JSON is made once, and not for the server of each request anew. */
function withKeptJson({ '~standard': standard }: z.ZodType): StandardSchemaWithJSON {
  const { jsonSchema } = standard
  let input: Record<string, unknown> | undefined
  let output: Record<string, unknown> | undefined
  const kept: typeof jsonSchema = {
    input: (options) => (input ??= jsonSchema.input(options)),
    output: (options) => (output ??= jsonSchema.output(options)),
  }
  return { '~standard': { ...standard, jsonSchema: kept } }
}

/** Offers a tool. What it cannot do it says as its result, for the model to read; what breaks here is for the log. */
export function offer(
  { name, config, call }: Tool,
  { server, deps, onError }: { server: McpServer; deps: Deps; onError: (error: unknown) => void },
): void {
  server.registerTool(name, { ...config, annotations }, async (input) => {
    try {
      return await call(deps, input)
    } catch (error) {
      if (!(error instanceof Problem)) onError(error)
      return { content: [{ type: 'text', text: explain(error) }], isError: true }
    }
  })
}

function explain(error: unknown): string {
  if (!(error instanceof Problem)) return 'Something broke on our side. Try again later.'
  const advice = ADVICE[error.code]
  return advice === undefined ? error.message : `${error.message} ${advice}`
}
