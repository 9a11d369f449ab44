import { expect, it, vi } from 'vitest'
import type * as exits from '../../../../src/adapters/node/fast-path/flush-at-exit.js'

const KEY = Symbol.for('web-socket-channel.flush-at-exit')

/** Loads a copy of the module of its own, as the ESM and the CommonJS build in one process are. */
function load(): Promise<typeof exits> {
  vi.resetModules()
  return import('../../../../src/adapters/node/fast-path/flush-at-exit.js')
}

it('flushes at the exit with one listener for all copies, and immediately from then on', async () => {
  const [one, other] = [await load(), await load()]
  const owner = process as typeof process & { [KEY]?: unknown }
  const earlier = owner[KEY]
  owner[KEY] = undefined
  const before = process.listeners('exit')
  const flushed: string[] = []
  const flushable = (name: string): exits.Flushable => ({ flush: () => flushed.push(name) })
  const [first, second, third] = ['first', 'second', 'third'].map(flushable)
  if (!first || !second || !third) throw new Error('There are three')

  one.forgetAtExit(first)
  one.flushAtExit(first)
  one.flushAtExit(second)
  other.flushAtExit(third)
  one.forgetAtExit(first)
  const added = process.listeners('exit').filter((listener) => !before.includes(listener))
  for (const listener of added) {
    process.off('exit', listener)
    listener.call(process, 0)
  }
  one.flushAtExit(first)
  owner[KEY] = earlier

  expect(added).toHaveLength(1)
  expect(flushed).toEqual(['second', 'third', 'first'])
})
