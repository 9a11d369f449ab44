import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ConnectionFailedError, ConnectionClosedError } from '../../../src/core/errors.js'
import { retryAfter } from '../../../src/layers/reconnecting/retry-after.js'

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z') })
})

afterEach(() => {
  vi.useRealTimers()
})

/** A server's refusal with this header. */
function refusal(header: string | readonly string[]): ConnectionFailedError {
  const failure = { url: 'ws://host/', phase: 'handshake', status: 503 } as const
  return new ConnectionFailedError('Refused', { ...failure, headers: { 'retry-after': header } })
}

it.each([
  ['0', 0],
  ['1', 1_000],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['007', 7_000],
  ['3600', HOUR],
  ['3601', HOUR],
  ['9'.repeat(400), HOUR],
])('%j seconds are %i ms, an hour at most', (header, delay) => {
  expect(retryAfter(refusal(header))).toBe(delay)
})

it.each([
  ['Tue, 01 Jan 2030 00:00:30 GMT', 30_000],
  ['Tuesday, 01-Jan-30 00:02:00 GMT', 120_000],
  ['Tue, 01 Jan 2030 01:00:00 GMT', HOUR],
  ['Tue, 01 Jan 2030 01:00:01 GMT', HOUR],
  ['Fri, 31 Dec 9999 23:59:59 GMT', HOUR],
  ['Tue, 01 Jan 2030 00:00:00 GMT', 0],
  ['Mon, 31 Dec 2029 23:59:59 GMT', 0],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
])('the date %j is %i ms from now, an hour at most', (header, delay) => {
  expect(retryAfter(refusal(header))).toBe(delay)
})

it.each([
  '',
  ' ',
  'soon',
  '-5',
  '+5',
  '1.5',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  '5 minutes',
  '60;60',
])('the rubbish %j is no delay', (header) => {
  expect(retryAfter(refusal(header))).toBe(0)
})

it.each(['soon 2099', '3600 seconds', 'in 2050', '120, 60', '1.1.2099'])(
  'what has a number but is no date of HTTP is no delay: %j',
  (header) => {
    expect(retryAfter(refusal(header))).toBe(0)
  },
)

it('a header in several pieces is no delay', () => {
  expect(retryAfter(refusal(['5', '6']))).toBe(0)
})

it.each([
  undefined,
  null,
  'Retry-After: 5',
  new Error('other'),
  { headers: { 'retry-after': '5' } },
  new ConnectionFailedError('Without headers', { url: '', phase: 'network' }),
  new ConnectionFailedError('Without it', { url: '', phase: 'handshake', headers: {} }),
  new ConnectionClosedError('Closed', {
    code: 1013,
    reason: 'retry-after: 5',
    wasClean: true,
    initiator: 'remote',
  }),
])('an error without the header asks for no delay: %s', (error) => {
  expect(retryAfter(error)).toBe(0)
})
