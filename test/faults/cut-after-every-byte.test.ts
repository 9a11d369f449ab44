import { describe, expect, it } from 'vitest'
import { ConnectionClosedError, ConnectionFailedError } from '../../src/core/errors.js'
import type { NodeConnectOptions } from '../../src/node.js'
import { startAdversary, withAdversary, type Adversary } from './adversary/adversary.js'
import { inBatches } from './adversary/in-batches.js'
import type { Cut } from './adversary/peer.js'
import { seedOfRun, seeded } from './adversary/random.js'
import { expectedAfter, sessionFor, sessionLength } from './adversary/recorded-session.js'
import { brokenInvariants, errorOf, watch, type Watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const offsets = Array.from({ length: sessionLength + 1 }, (_, count) => count)

/** Only the deadline that ends a silent session is short: another could pass first on a busy machine. */
function limitsAfter(count: number): NodeConnectOptions {
  const { opened, closed } = expectedAfter(count)
  if (!opened) return { connectTimeout: 200 }
  return closed ? { closeTimeout: 200 } : { keepAlive: { interval: 100, timeout: 100 } }
}

/** Plays the first bytes of the session to a channel, then does the worst; resolves with what was seen. */
async function cutAfter(count: number, how: Cut | 'silence'): Promise<Watch> {
  const play = async (server: Adversary): Promise<Watch> => {
    const channel = connect(server.url, how === 'silence' ? limitsAfter(count) : {})
    const seen = watch(channel)
    const info = await within(3_000, `the end after byte ${count}`, seen.ended)
    expect(brokenInvariants(channel, seen), `after byte ${count}`).toEqual([])
    expect(info, `after byte ${count}`).toMatchObject({ code: channel.closeCode })
    return seen
  }
  return withAdversary(async (peer) => {
    const session = sessionFor(await peer.request())
    peer.write(session.subarray(0, count))
    if (how !== 'silence') peer.end(how)
  }, play)
}

function checkEnding(seen: Watch, count: number, how: Cut = 'fin'): void {
  const { opened, closed } = expectedAfter(count)
  const error = errorOf(seen)
  const at = `after byte ${count}`
  if (!opened) {
    expect(error, at).toBeInstanceOf(ConnectionFailedError)
    expect((error as ConnectionFailedError).status, at).toBeUndefined()
    return
  }
  expect(error, at).toBeInstanceOf(ConnectionClosedError)
  expect(error, at).toMatchObject(
    closed
      ? // After an RST our answer may or may not have gone out.
        { code: 4001, reason: 'bye', initiator: 'remote', ...(how === 'fin' && { wasClean: true }) }
      : { code: 1006, reason: '', wasClean: false, initiator: 'failure' },
  )
}

describe('a session cut after every byte', () => {
  it('ends rightly by FIN, with every whole frame delivered', { timeout: 60_000 }, async () => {
    await inBatches(offsets, 40, async (count) => {
      const seen = await cutAfter(count, 'fin')
      checkEnding(seen, count)
      expect(seen.frames(), `after byte ${count}`).toEqual(expectedAfter(count).frames)
    })
  })

  it('ends rightly by RST, with no part of a frame delivered', { timeout: 60_000 }, async () => {
    await inBatches(offsets, 40, async (count) => {
      const seen = await cutAfter(count, 'reset')
      checkEnding(seen, count, 'reset')
      expect(seen.frames(), `after byte ${count}`).toEqual(expectedAfter(count).frames)
    })
  })

  it('ends rightly when nothing follows, within its deadlines', { timeout: 60_000 }, async () => {
    await inBatches(offsets, 80, async (count) => {
      const seen = await cutAfter(count, 'silence')
      const { opened, closed, frames } = expectedAfter(count)
      expect(seen.frames(), `after byte ${count}`).toEqual(frames)
      if (closed) return
      const expected = opened
        ? { name: 'KeepAliveTimeoutError', code: 1006, wasClean: false, initiator: 'failure' }
        : { name: 'ConnectionFailedError', phase: 'timeout' }
      expect(errorOf(seen), `after byte ${count}`).toMatchObject(expected)
    })
  })
})

describe('a session in slices', () => {
  const sliced = async (...sizes: readonly number[]): Promise<void> => {
    const server = await startAdversary(async (peer) => {
      await peer.drip(sessionFor(await peer.request()), ...sizes)
      peer.end('fin')
    })
    const seen = watch(connect(server.url))
    await within(10_000, `the end in slices of ${sizes.join()}`, seen.ended)
    await server.close()
    checkEnding(seen, sessionLength)
    expect(seen.frames(), sizes.join()).toEqual(expectedAfter(sessionLength).frames)
  }

  it('is the same in one-byte slices', () => sliced(1))

  it('is the same in slices of every size', { timeout: 60_000 }, async () => {
    await inBatches(offsets.slice(2), 40, (size) => sliced(size))
  })

  it('is the same in slices of random sizes', { timeout: 60_000 }, async () => {
    const random = seeded(seedOfRun())
    const draws = Array.from({ length: 200 }, () =>
      Array.from({ length: 40 }, () => 1 + random.below(20)),
    )
    await inBatches(draws, 40, (sizes) => sliced(...sizes))
  })
})
