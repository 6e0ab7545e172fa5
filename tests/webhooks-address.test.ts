import type { LookupAddress } from 'node:dns'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { webhooks as webhookTable } from '../src/db/log-tables.ts'
import type { Deps } from '../src/deps.ts'
import { checkAddress, lookupAll } from '../src/webhooks/check-address.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { startService } from './harness.ts'
import { problemOf } from './problem-of.ts'
import { startReceiver } from './receiver.ts'

const never = new AbortController().signal
const lookupTo =
  (...addresses: string[]) =>
  (): Promise<LookupAddress[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

describe('an address that is not public is refused when a webhook is made', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://localhost/',
    'https://LOCALHOST:8443/',
    'https://nothing.invalid/',
    'http://8.8.8.8/',
    'ftp://8.8.8.8/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:password@8.8.8.8/',
    'https://user@8.8.8.8/',
    'no address',
    `https://8.8.8.8/${'a'.repeat(2_000)}`,
  ])('%s', async (url) => {
    const { clientWith } = await startService()
    const { webhooks } = await clientWith('admin')
    const { problem } = await problemOf(webhooks.create({ url }))
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/url' }] })
    expect((await webhooks.list()).data).toEqual([])
  })

  test('and when its address is changed', async () => {
    const { clientWith } = await startService()
    const { webhooks } = await clientWith('admin')
    const { id, url } = await webhooks.create({ url: 'https://8.8.8.8/hook' })
    const { problem } = await problemOf(webhooks.update(id, { url: 'https://169.254.169.254/' }))
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/url' }] })
    expect((await webhooks.get(id)).url).toBe(url)
  })

  test('public ones are taken', async () => {
    const { clientWith } = await startService()
    const { webhooks } = await clientWith('admin')
    for (const url of ['https://8.8.8.8/hook', 'https://[2001:4860:4860::8888]:8443/a?b=c'])
      expect((await webhooks.create({ url })).url).toBe(url)
  })
})

describe('a name', () => {
  const check = (...addresses: string[]) =>
    checkAddress('https://hooks.example/', {
      allowPrivate: false,
      lookup: lookupTo(...addresses),
      signal: never,
    })

  test('is good where every address of it is public, and these are what is connected to', async () => {
    expect(await check('8.8.8.8', '2001:4860:4860::8888')).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2001:4860:4860::8888', family: 6 },
    ])
  })

  test('is refused where one of its addresses is not public', async () => {
    await expect(check('8.8.8.8', '10.0.0.1')).rejects.toThrow('not public')
    await expect(check('::ffff:127.0.0.1', '8.8.8.8')).rejects.toThrow('not public')
    await expect(check('fe80::1%eth0')).rejects.toThrow('not public')
  })

  test('is refused where it stands for nothing, or the answer does not come', async () => {
    await expect(check()).rejects.toThrow('stands for no address')
    const lookup = () => new Promise<LookupAddress[]>(() => undefined)
    const signal = AbortSignal.abort()
    await expect(
      checkAddress('https://hooks.example/', { allowPrivate: false, lookup, signal }),
    ).rejects.toThrow('stands for no address')
  })

  test('of this machine is looked up and refused', async () => {
    const rules = { allowPrivate: false, lookup: lookupAll, signal: never }
    await expect(checkAddress('https://localhost/', rules)).rejects.toThrow('not public')
  })
})

describe('at each attempt', () => {
  test('a name that has come to stand for a private address is refused, and nothing is connected to', async () => {
    const { deps, clientWith } = await startService()
    const { webhooks } = await clientWith('admin')
    const receiver = await startReceiver()
    const { id } = await webhooks.create({ url: `https://8.8.8.8:${receiver.port}/` })
    await webhooks.test(id)
    // As if it had been made under a name.
    await renameHost(deps, id, `https://hooks.example:${receiver.port}/`)
    await deliverDue(deps, { lookup: lookupTo('127.0.0.1') })
    const [delivery] = (await webhooks.deliveries(id)).data
    expect(delivery).toMatchObject({ status: 'pending', attemptCount: 1 })
    expect(delivery?.lastAttempt?.error).toContain('not public')
    expect(receiver.received).toEqual([])
  })

  test('the connection goes to the address that was checked, under the name of the address', async () => {
    const { deps, clientWith } = await startService({ WEBHOOK_ALLOW_PRIVATE: 'true' })
    const { webhooks } = await clientWith('admin')
    const receiver = await startReceiver()
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    const url = `http://nothing.invalid:${receiver.port}/hook`
    await renameHost(deps, id, url)
    const asked: string[] = []
    const lookup = (name: string) => {
      asked.push(name)
      return lookupTo('127.0.0.1')()
    }
    await deliverDue(deps, { lookup })
    expect(asked).toEqual(['nothing.invalid'])
    expect(receiver.received.map(({ headers }) => headers.host)).toEqual([`nothing.invalid:${receiver.port}`])
  })

  test('a webhook of development is refused where the setting is off', async () => {
    const receiver = await startReceiver()
    const { deps, clientWith } = await startService({ WEBHOOK_ALLOW_PRIVATE: 'true' })
    const { webhooks } = await clientWith('admin')
    const { id } = await webhooks.create({ url: receiver.url })
    await webhooks.test(id)
    await deliverDue({ ...deps, config: { ...deps.config, webhookAllowPrivate: false } })
    expect((await webhooks.deliveries(id)).data[0]?.lastAttempt?.error).toContain('Only https')
    expect(receiver.received).toEqual([])
  })
})

async function renameHost({ store }: Deps, id: string, url: string): Promise<void> {
  await store.write(async (tx) => {
    await tx.update(webhookTable).set({ url }).where(eq(webhookTable.id, id))
  })
}
