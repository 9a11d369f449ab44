import { ConnectionFailedError } from '../../../src/core/errors.js'
import {
  type AttemptFailure,
  type Circumstances,
  decide,
  type Decision,
} from '../../../src/layers/reconnecting/decide.js'
import type { ReconnectSettings } from '../../../src/layers/reconnecting/options.js'

type Settings = Parameters<typeof decide>[2]

const defaults: Settings = {
  shouldReconnect: undefined,
  backoff: () => 700,
  maxAttempts: Infinity,
  maxElapsed: Infinity,
}
const circumstances: Circumstances = {
  failures: 1,
  elapsed: 0,
  isOffline: false,
  forcing: { isForced: false },
}

/** A temporary failure. */
export const error = new Error('down.')
export const temporary: AttemptFailure = {
  error,
  errorBox: { error },
  close: undefined,
  origin: 'rejection',
}
/** A final one. */
export const misuse: AttemptFailure = { ...temporary, origin: 'misuse' }
/** The peer's end that is no error of `stream`. */
export const goingAway: AttemptFailure = {
  error,
  errorBox: undefined,
  close: { code: 1001, reason: '', wasClean: true, initiator: 'remote' },
  origin: 'connection',
}

export const asksToWait = (seconds: number): AttemptFailure => {
  const headers = { 'retry-after': String(seconds) }
  const failure = { url: '', phase: 'handshake', status: 503, headers } as const
  const refusal = new ConnectionFailedError('Refused', failure)
  return { error: refusal, errorBox: { error: refusal }, close: undefined, origin: 'connection' }
}

export const decideOn = (
  failure: AttemptFailure,
  settings: Partial<Settings> = {},
  more: Partial<Circumstances> = {},
): Decision => decide(failure, { ...circumstances, ...more }, { ...defaults, ...settings })

export const answering = (answer: unknown): Partial<Settings> => ({
  shouldReconnect: (() => answer) as unknown as ReconnectSettings<never, never>['shouldReconnect'],
})
export const backingOff = (delay: unknown): Partial<Settings> => ({
  backoff: (() => delay) as Settings['backoff'],
})

export const next = (delay: number, leastDelay = 0): Decision => ({
  ends: false,
  delay,
  leastDelay,
  isForced: false,
})
