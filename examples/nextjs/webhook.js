// Makes the webhook in Colloquy, once, and prints the setting with its secret, which is not shown again.
import { createClient } from 'colloquy/client'

const [, , url] = process.argv
const { COLLOQUY_URL, COLLOQUY_KEY } = process.env
const admin = createClient({ url: COLLOQUY_URL, key: COLLOQUY_KEY })
const { secret } = await admin.webhooks.create({ url, description: 'The Next.js site' })
console.log(`COLLOQUY_WEBHOOK_SECRET=${secret}`)
