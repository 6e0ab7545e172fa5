import { UnexpectedReplyError } from './request.ts'

/** The lines of a reply as they come. Throws where the body cannot be read as a stream. */
export async function* linesOf(reply: Response): AsyncGenerator<string, void> {
  if (!reply.body) throw new UnexpectedReplyError(reply)
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    let rest = ''
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    await reader.cancel()
  }
}
