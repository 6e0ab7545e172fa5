import { revalidateTag } from 'next/cache'
import { Webhook } from 'standardwebhooks'

/** Hears of changes from Colloquy: what shows them is made anew when it is next asked for. May come twice. */
export async function POST(request: Request): Promise<Response> {
  const webhook = new Webhook(process.env.COLLOQUY_WEBHOOK_SECRET ?? '')
  const body = await request.text()
  let change: Change
  try {
    change = webhook.verify(body, Object.fromEntries(request.headers)) as Change
  } catch {
    return new Response('The signature is not that of Colloquy.\n', { status: 401 })
  }
  for (const tag of change.data.cacheTags ?? []) revalidateTag(tag, { expire: 0 })
  return new Response(null, { status: 204 })
}

/** What Colloquy sends, as far as it is needed here; a test delivery has no tags. */
interface Change {
  data: { cacheTags?: string[] }
}
