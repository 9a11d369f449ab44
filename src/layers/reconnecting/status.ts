import type { CloseInfo } from '../../core/channel.js'

/** Where a reconnecting channel stands. */
export type ReconnectStatus =
  | {
      /** An attempt is under way. */
      readonly name: 'connecting'
      /** Its number, from 1. */
      readonly attempt: number
    }
  | {
      /** There is a connection. */
      readonly name: 'open'
      /** `Date.now()` when it opened. */
      readonly since: number
    }
  | {
      /** The next attempt is to come. */
      readonly name: 'waiting'
      /** The number of that attempt. */
      readonly attempt: number
      /** Milliseconds between this status and that attempt; `Infinity` where only an event or `reconnect()` begins it. */
      readonly delay: number
      /** `Date.now()` when that attempt begins, or `Infinity`. */
      readonly until: number
      /** Why there is no connection: the error of the last attempt or of the lost connection. */
      readonly cause: unknown
    }
  | {
      /** `close` was called. */
      readonly name: 'closing'
    }
  | {
      /** The channel has ended. */
      readonly name: 'closed'
      /** How it ended, as `closed` resolves. */
      readonly info: CloseInfo
      /** The error of `stream`; `undefined` where it completes. */
      readonly cause: unknown
    }
