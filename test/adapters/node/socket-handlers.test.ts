import { expect, it, vi } from 'vitest'
import * as thisCopy from '../../../src/adapters/node/socket-handlers.js'
import { newest, openingOf } from './fast-path/harness/ws-version.js'

const ignore = (): void => undefined
const handlers = {
  ...{ onUpgrade: ignore, onUnexpectedResponse: ignore, onOpen: ignore },
  ...{ onError: ignore, onClose: ignore },
}

it('shows to every copy of the module that a socket is taken', async () => {
  vi.resetModules()
  const otherCopy = await import('../../../src/adapters/node/socket-handlers.js')
  expect(otherCopy.isTaken).not.toBe(thisCopy.isTaken)
  const { native } = openingOf(newest, 'client')
  thisCopy.listenToOpening(native, handlers)
  expect(otherCopy.isTaken(native)).toBe(true)
  thisCopy.stopListening(native)
  expect(otherCopy.isTaken(native)).toBe(false)
  expect(native.eventNames()).toEqual([])
})
