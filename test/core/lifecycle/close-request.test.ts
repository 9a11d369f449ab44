import { describe, expect, it } from 'vitest'
import { checkClose } from '../../../src/core/lifecycle/close-request.js'
import { SERVER_CLOSE_CODES } from '../../../src/core/lifecycle/server-close-codes.js'

describe('a refused close', () => {
  it('says which codes a client may send', () => {
    const error = new RangeError('Cannot close with code 1001: use 1000 or 3000-4999')
    expect(() => checkClose({ code: 1001 })).toThrow(error)
  })

  it('says which codes a server may send', () => {
    const message = 'Cannot close with code 1005: use 1000-1003, 1007-1014 or 3000-4999'
    expect(() => checkClose({ code: 1005 }, SERVER_CLOSE_CODES)).toThrow(new RangeError(message))
  })

  it('says how long a reason may be', () => {
    const message = 'Cannot close with 124 bytes of reason: use at most 123'
    const request = { code: 1000, reason: `${'ü'.repeat(61)}ab` }
    expect(() => checkClose(request)).toThrow(new RangeError(message))
  })

  it.each([
    [{ code: '1000' }, 'Cannot use close code of type string: use type number'],
    [{ reason: 'bye' }, 'Cannot use close code of type undefined: use type number'],
    [{ code: 1000, reason: 7 }, 'Cannot use close reason of type number: use type string'],
  ])('says what is of the wrong type in %j', (request, message) => {
    expect(() => checkClose(request as object)).toThrow(new TypeError(message))
  })
})
