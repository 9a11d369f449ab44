import { setTimeout as sleep } from 'node:timers/promises'
import { contestantsOf } from './contestants.mjs'
import { scenarios } from './scenarios/index.mjs'

const { BENCH_PROFILE } = process.env
// Each followed by a pause, in which V8 finishes what a collection began: it sweeps, clears weak maps and drops code.
const COLLECTIONS = 2
const PAUSE_MILLISECONDS = 10

let turn
let writeProfile

const tasks = {
  async prepare({ contestant, scenario, ...input }) {
    const { adapter, options, way } = contestantsOf(input.group).find(
      ({ name }) => name === contestant,
    )
    const { load, loadServer, loadServing } = await adapter()
    const sides = {
      open: await load?.(options ?? {}),
      accept: await loadServer?.(options ?? {}),
      serve: await loadServing?.(options ?? {}),
    }
    const { play } = scenarios.find(({ name }) => name === scenario)
    turn = await play(sides, { ...input, way })
    if (BENCH_PROFILE) writeProfile = await startProfile()
  },

  /** Collects all garbage. Code that V8 drops then is compiled again during the turn that follows, and counts. */
  async collect() {
    for (let done = 0; done < COLLECTIONS; done++) {
      globalThis.gc()
      await sleep(PAUSE_MILLISECONDS)
    }
  },

  turn: () => turn(),
}

async function startProfile() {
  const { record } = await import('./recorder.mjs')
  return record(BENCH_PROFILE)
}

/** One contestant in its own process, which stays warm and takes a turn whenever the parent asks. */
process.on('message', async ({ task, ...input }) => {
  try {
    process.send({ result: await tasks[task](input) })
  } catch (error) {
    process.send({ problem: error.stack })
  }
})
process.on('disconnect', async () => {
  await writeProfile?.()
  process.exit()
})
