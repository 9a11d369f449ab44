import { contestants } from './contestants.mjs'
import { scenarios } from './scenarios/index.mjs'

const { BENCH_PROFILE } = process.env

let turn
let writeProfile

const tasks = {
  async prepare({ contestant, scenario, ...input }) {
    const { adapter, options } = contestants.find(({ name }) => name === contestant)
    const { load } = await adapter()
    const { play } = scenarios.find(({ name }) => name === scenario)
    turn = await play(await load(options ?? {}), input)
    if (BENCH_PROFILE) writeProfile = await startProfile()
  },

  turn: () => turn(),
}

async function startProfile() {
  const { record } = await import('./recorder.mjs')
  return record(BENCH_PROFILE)
}

/** One contestant in a process of its own, that stays warm and takes its turns when told to. */
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
