import { describe, expect, it } from 'vitest'
import { CONNECTING, type Lifecycle, transition } from '../../../src/core/lifecycle/lifecycle.js'

const first = { code: 4000, reason: 'first' }
const second = { code: 4001, reason: 'second' }
const open = transition(CONNECTING, { type: 'opened' })
const closing = transition(CONNECTING, { type: 'close', request: first })

describe('the lifecycle', () => {
  it('keeps the first request to close', () => {
    expect(closing).toEqual({ name: 'closing', opened: false, request: first })
    expect(transition(closing, { type: 'close', request: second })).toBe(closing)
  })

  it('opens on its way to the end, and keeps the request', () => {
    expect(transition(closing, { type: 'opened' })).toEqual({
      name: 'closing',
      opened: true,
      request: first,
    })
  })

  it('is absorbed by the end', () => {
    const ended = transition(open, {
      type: 'ended',
      close: { code: 1000, reason: '', wasClean: true },
    })
    const after: Lifecycle[] = [
      transition(ended, { type: 'opened' }),
      transition(ended, { type: 'close', request: first }),
      transition(ended, { type: 'abort', errorBox: { error: 'aborted' } }),
      transition(ended, { type: 'ended' }),
    ]
    expect(after).toEqual([ended, ended, ended, ended])
    for (const lifecycle of after) expect(lifecycle).toBe(ended)
  })

  it.each([
    [1000, undefined],
    [1001, undefined],
    [1005, undefined],
    [1006, 'failure'],
    [1011, 'remote'],
    [4000, 'remote'],
  ] as const)('with %i from the peer of an open channel fails: %s', (code, initiator) => {
    const close = { code, reason: 'why', wasClean: code !== 1006 }
    const { info, errorBox } = transition(open, { type: 'ended', close }) as Extract<
      Lifecycle,
      { readonly name: 'closed' }
    >
    expect(info).toEqual({ ...close, initiator: initiator ?? 'remote' })
    expect(errorBox?.error).toEqual(
      initiator && expect.objectContaining({ name: 'ConnectionClosedError', code, initiator }),
    )
  })

  it('of an open channel that its user ends is never a failure', () => {
    const error = new Error('limit')
    const ended = [
      transition(open, { type: 'abort', errorBox: { error } }),
      transition(transition(open, { type: 'close', request: first }), {
        type: 'ended',
        errorBox: { error },
      }),
    ]
    const info = { code: 1006, reason: '', wasClean: false, initiator: 'local' }
    expect(ended).toEqual([
      { name: 'closed', opened: true, info, errorBox: undefined, request: undefined },
      { name: 'closed', opened: true, info, errorBox: undefined, request: first },
    ])
  })

  it("has the platform's error as the cause of its end, which is not enumerable", () => {
    const cause = new Error('broken')
    for (const lifecycle of [CONNECTING, open, closing]) {
      const { info } = transition(lifecycle, { type: 'ended', cause })
      expect(info?.cause).toBe(cause)
      expect(Object.keys(info ?? {})).toEqual(['code', 'reason', 'wasClean', 'initiator'])
    }
    const { info } = transition(closing, { type: 'abort', errorBox: { error: cause } })
    expect(info && 'cause' in info).toBe(false)
  })

  it('has the error with which the channel ended itself as the cause, also after a local close', () => {
    const error = new Error('too much')
    for (const lifecycle of [CONNECTING, open, closing]) {
      const { info } = transition(lifecycle, { type: 'ended', errorBox: { error } })
      expect(info?.cause).toBe(error)
      expect(Object.keys(info ?? {})).toEqual(['code', 'reason', 'wasClean', 'initiator'])
    }
    const both = { errorBox: { error }, cause: new Error('broken') }
    expect(transition(open, { type: 'ended', ...both }).info?.cause).toBe(both.cause)
  })

  it('has no cause where the peer closed, or the platform has no error', () => {
    const close = { code: 1011, reason: '', wasClean: true }
    for (const { info } of [
      transition(open, { type: 'ended', close }),
      transition(open, { type: 'ended' }),
    ]) {
      expect(info && 'cause' in info).toBe(false)
    }
  })
})
