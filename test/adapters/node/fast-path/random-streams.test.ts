import fc from 'fast-check'
import { describe, it } from 'vitest'
import { seedOfRun } from '../../../faults/adversary/random.js'
import { expectAlike, withThrowingHandlers } from './harness/differential.js'
import { scenarios } from './harness/streams.js'
import { newest, oldest } from './harness/ws-version.js'

const seed = seedOfRun()
const streams = Number(process.env['STREAMS'] ?? 6_000)
const inBatch = 50

// `SHRINK=1` makes a failing batch small, which takes a while.
const settings = { seed, numRuns: streams / inBatch, endOnFailure: !process.env['SHRINK'] }
const batch = fc.array(scenarios, { minLength: inBatch, maxLength: inBatch })
const shrinking = process.env['SHRINK'] ? fc.array(scenarios, { maxLength: inBatch }) : batch

describe.each([newest, oldest])('random streams, with $name', (version) => {
  it(`are read alike on both paths (SEED=${seed})`, { timeout: 600_000 }, async () => {
    await withThrowingHandlers(() =>
      fc.assert(
        fc.asyncProperty(shrinking, (all) => expectAlike(all, version)),
        settings,
      ),
    )
  })
})
