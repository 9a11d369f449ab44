import { expect, it, vi } from 'vitest'
import type * as exits from '../../../../src/adapters/node/fast-path/exit-flush.js'

const KEY = Symbol.for('web-socket-channel.exit-flush')

/** Loads another copy of the module, as the ESM and the CommonJS build in one process are. */
function load(): Promise<typeof exits> {
  vi.resetModules()
  return import('../../../../src/adapters/node/fast-path/exit-flush.js')
}

it('flushes at the exit with one listener for all copies of the package', async () => {
  const [one, other] = [await load(), await load()]
  const owner = process as typeof process & { [KEY]?: unknown }
  const earlier = owner[KEY]
  owner[KEY] = undefined
  const before = process.listeners('exit')
  const flushed: string[] = []

  const state = one.flushAtExit(() => flushed.push('one'))
  const same = other.flushAtExit(() => flushed.push('other'))
  const added = process.listeners('exit').filter((listener) => !before.includes(listener))
  const states = [state.isExiting]
  for (const listener of added) {
    process.off('exit', listener)
    listener.call(process, 0)
  }
  states.push(state.isExiting)
  owner[KEY] = earlier

  expect(added).toHaveLength(1)
  expect(same).toBe(state)
  expect(states).toEqual([false, true])
  expect(flushed).toEqual(['one', 'other'])
})
