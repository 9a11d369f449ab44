import { runInNewContext } from 'node:vm'
import type { LookupFunction } from 'node:net'
import { describe, expect, it } from 'vitest'
import { failedHandshake } from '../../../src/adapters/node/handshake-failure.js'
import { messageOf } from '../../../src/core/lifecycle/end-errors.js'
import { NodeWebSocketChannel } from '../../../src/node.js'

/** Resolves every name to both addresses of this machine. */
const lookupBoth: LookupFunction = (_name, _options, found) => {
  found(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ])
}

describe('an opening that fails', () => {
  it('names every address of a name with several', async () => {
    const options = { lookup: lookupBoth }
    const channel = NodeWebSocketChannel.connect('ws://two.test:1/', options)
    const { message } = await channel.ready.then(() => new Error('It opened'), asError)
    expect(message).toMatch(
      /^Connection to ws:\/\/two\.test:1\/ failed: connect E.* 127\.0\.0\.1:1/,
    )
    expect(message).toMatch(/, connect E.* ::1:1/)
  })

  it('falls back to the code of an error without any message', () => {
    const cause = Object.assign(new AggregateError([]), { code: 'EHOSTUNREACH' })
    expect(failedHandshake(cause)).toEqual({ cause, detail: 'EHOSTUNREACH' })
    const bare = Object.assign(new Error(''), { code: 'ENOTFOUND' })
    expect(failedHandshake(bare)).toEqual({ cause: bare, detail: 'ENOTFOUND' })
  })

  it('leaves out messages that may quote credentials or a query', () => {
    const errors = [new Error('ws://user:password@host'), new Error('connect ECONNREFUSED ::1:1')]
    const cause = Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })
    expect(failedHandshake(cause)).toEqual({ cause, detail: 'connect ECONNREFUSED ::1:1' })
  })
})

describe('the message of a cause', () => {
  it('is read from an error of another realm, as under Jest', () => {
    const foreign: unknown = runInNewContext('new Error("from another realm")')
    expect(foreign).not.toBeInstanceOf(Error)
    expect(messageOf(foreign)).toBe('from another realm')
  })

  it.each([undefined, null, 'text', 1, {}, { message: 1 }])('is empty for %o', (cause) => {
    expect(messageOf(cause)).toBe('')
  })
})

function asError(error: unknown): Error {
  return error as Error
}
