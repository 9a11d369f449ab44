import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Part } from '../../../examples/chat/part.js'
import { startNats } from '../../../examples/chat/parts.js'
import type { Relay } from '../../../examples/chat/relay.js'
import { connectNatsRelay } from './connect-nats-relay.js'
import { messageOf, relayCases } from './relay-cases.js'
import { RelayReader } from './relay-reader.js'

describe('the relay over NATS', () => {
  const closers: (() => Promise<unknown>)[] = []
  let nats: Part
  let relay: Relay
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nats-'))
    closers.push(() => rm(folder, { recursive: true, force: true }))
    nats = await startNats(folder)
    closers.push(() => nats.stop())
    relay = await connectNatsRelay(nats.port)
    closers.push(() => relay.close())
  })
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })

  it.each(relayCases)('$name', (relayCase) => relayCase.run(relay))

  it('is shared by processes', async () => {
    const other = await connectNatsRelay(nats.port)
    const reader = new RelayReader({ relay: other })
    await reader.take(1)
    await relay.publish(messageOf('a'))
    await other.publish(messageOf('a'))
    await other.publish(messageOf('b'))
    expect(await reader.take(2)).toEqual(['a', 'b'])
    await other.close()
  })

  it('goes on where it was when NATS was killed and is back', async () => {
    await relay.publish(messageOf('before'))
    const reader = new RelayReader({ relay })
    await reader.take(2)
    nats.kill('SIGKILL')
    await publishUntilStored(relay, 'while away')
    await relay.publish(messageOf('before'))
    await relay.publish(messageOf('after'))
    expect(await reader.take(2)).toEqual(['while away', 'after'])
    expect(await new RelayReader({ relay }).take(4)).toEqual([
      ...['before', 'while away', 'after', 'caught up'],
    ])
  })

  it('rejects and errors when it is closed', async () => {
    const reader = new RelayReader({ relay })
    await reader.take(1)
    await relay.close()
    await expect(reader.take(1)).rejects.toThrow('The relay failed')
    await expect(relay.publish(messageOf('a'))).rejects.toThrow()
    await expect(new RelayReader({ relay }).take(1)).rejects.toThrow('The relay failed')
  })
})

/** Publishes again what was not stored, as the server's clients do. */
async function publishUntilStored(relay: Relay, id: string): Promise<void> {
  for (;;) {
    try {
      await relay.publish(messageOf(id))
      return
    } catch {
      // NATS is not back yet.
    }
  }
}
