import { describe, expect, it } from 'vitest'
import { ConnectionClosedError, ConnectionFailedError } from '../../src/core/errors.js'
import { withAdversary } from './adversary/adversary.js'
import { answerLength } from './adversary/handshake.js'
import { inBatches } from './adversary/in-batches.js'
import { mutate } from './adversary/mutate.js'
import { seedOfRun, seeded } from './adversary/random.js'
import { rawOutcome, type RawOutcome } from './adversary/raw-client.js'
import { sessionFor } from './adversary/recorded-session.js'
import { brokenInvariants, errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const runs = Number(process.env['FUZZ_RUNS'] ?? 1_500)

interface Damage {
  readonly seed: number
  /** Spares the handshake, so that the frames are met with damage more often. */
  readonly spares: number
}

/** The session for a request, damaged as the seed says: alike for every client. */
function damaged(request: string, { seed, spares }: Damage): Buffer {
  const session = sessionFor(request)
  const rest = mutate(session.subarray(spares), seeded(seed))
  return Buffer.concat([session.subarray(0, spares), rest])
}

async function checkDamaged(damage: Damage): Promise<void> {
  const at = `SEED=${damage.seed}, spares ${damage.spares}`
  await withAdversary(
    async (peer) => {
      const random = seeded(damage.seed + 1)
      const bytes = damaged(await peer.request(), damage)
      await peer.drip(bytes, ...Array.from({ length: 7 }, () => 1 + random.below(90)))
      peer.end('fin')
    },
    async (server) => {
      const channel = connect(server.url)
      const seen = watch(channel)
      const [info, raw] = await Promise.all([
        within(6_000, `the end, ${at}`, seen.ended),
        within(6_000, `the end of ws, ${at}`, rawOutcome(server.url)),
      ])
      const opened = seen.ready()?.kind === 'resolved'
      expect(brokenInvariants(channel, seen), at).toEqual([])
      const mine = { opened, code: info.code, frames: seen.frames() }
      expect(comparable(mine, damage), at).toEqual(comparable(raw, damage))
      const error = errorOf(seen)
      const kind = opened ? ConnectionClosedError : ConnectionFailedError
      if (error !== undefined) expect(error, at).toBeInstanceOf(kind)
    },
  )
}

/** Each request has a new key, which a damaged handshake may bring into the frames after it. */
function comparable(outcome: RawOutcome, { spares }: Damage): object {
  return spares > 0 ? outcome : { ...outcome, frames: outcome.frames.length }
}

describe('a damaged stream', () => {
  const first = seedOfRun()
  const damages = (spares: number): Damage[] =>
    Array.from({ length: runs }, (_, index) => ({ seed: first + index, spares }))

  it('in the frames is made of what ws makes of it', { timeout: 60 * runs + 10_000 }, async () => {
    await inBatches(damages(answerLength), 40, checkDamaged)
  })

  it('in the handshake ends with an error', { timeout: 60 * runs + 10_000 }, async () => {
    await inBatches(damages(0), 40, checkDamaged)
  })
})
