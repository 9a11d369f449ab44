import { afterEach, describe, expect, it, vi } from 'vitest'
import { checkSendable } from '../../../src/core/sending/sendable.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('checkSendable', () => {
  it('takes a Blob without a tag, as that of happy-dom', () => {
    class Untagged {
      readonly size = 1
      readonly slice = (): undefined => undefined
    }
    vi.stubGlobal('Blob', Untagged)
    const blob = new Untagged()
    expect(checkSendable(blob)).toBe(blob)
  })

  it('refuses an object without a tag where there is no Blob', () => {
    vi.stubGlobal('Blob', undefined)
    expect(() => checkSendable({ size: 1, type: '' })).toThrow(TypeError)
  })

  it('refuses a Blob whose size cannot be read', () => {
    const cause = new Error('Blob has been closed and is no longer available')
    class Closed {
      get size(): number {
        throw cause
      }
    }
    vi.stubGlobal('Blob', Closed)
    expect(() => checkSendable(new Closed())).toThrow(
      expect.objectContaining({ name: 'TypeError', cause }) as Error,
    )
  })
})

describe('a value that cannot be sent', () => {
  it.each([
    [{ type: 'hello' }, 'Object'],
    [['hello'], 'Array'],
    [5, 'Number'],
    [null, 'Null'],
    [undefined, 'Undefined'],
  ])('%j is refused with the forms to use', (value, name) => {
    const use = 'use a string (as by JSON.stringify), ArrayBuffer, view or Blob'
    expect(() => checkSendable(value)).toThrow(new TypeError(`Cannot send ${name}: ${use}`))
  })
})
