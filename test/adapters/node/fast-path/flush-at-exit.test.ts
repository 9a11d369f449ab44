import { expect, it } from 'vitest'
import { flushAtExit, forgetAtExit } from '../../../../src/adapters/node/fast-path/flush-at-exit.js'

it('flushes what gathers at the exit, and at once what begins to later', () => {
  const flushed: string[] = []
  const gathering = (name: string): { flush(): void } => ({ flush: () => flushed.push(name) })
  const [one, other, late] = [gathering('one'), gathering('other'), gathering('late')]
  const before = process.listeners('exit')
  forgetAtExit(one)
  for (const each of [one, other]) flushAtExit(each)
  const [onExit, ...others] = process.listeners('exit').filter((found) => !before.includes(found))
  if (!onExit) throw new Error('Nobody listens')
  process.off('exit', onExit)
  expect(others).toEqual([])
  forgetAtExit(one)
  onExit.call(process, 0)
  expect(flushed).toEqual(['other'])
  flushAtExit(late)
  expect(flushed).toEqual(['other', 'late'])
})
