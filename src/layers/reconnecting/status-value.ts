import { Observable } from 'rxjs'
import type { Lifecycle } from '../../core/lifecycle/lifecycle.js'
import { type ChangingValue, emitValues } from '../../core/lifecycle/state-stream.js'
import { Observers } from '../../core/observers.js'
import type { MachineState } from './machine.js'
import type { ReconnectStatus } from './status.js'

/** What a status says beside the state. */
interface StatusFacts {
  readonly lifecycle: Lifecycle
  /** Why there is no connection. */
  readonly cause: unknown
  /** The monotonic clock. */
  readonly time: number
}

/** The status of a reconnecting channel. */
export class StatusValue implements ChangingValue<ReconnectStatus> {
  #statuses: Observable<ReconnectStatus> | undefined
  #value: ReconnectStatus = { name: 'connecting', attempt: 1 }
  readonly #observers = new Observers()

  /** Emits the current status, then each other one in a microtask; completes after 'closed'. */
  get statuses(): Observable<ReconnectStatus> {
    return (this.#statuses ??= new Observable((subscriber) => emitValues(this, subscriber)))
  }

  get value(): ReconnectStatus {
    return this.#value
  }

  isLast({ name }: ReconnectStatus): boolean {
    return name === 'closed'
  }

  observe(observer: () => void): () => void {
    return this.#observers.add(observer)
  }

  /** Changes the status, unless it is the same in both states. */
  update(before: MachineState, after: MachineState, facts: StatusFacts): void {
    if (isSame(before, after)) return
    this.#value = statusOf(after, facts)
    this.#observers.notify()
  }
}

function isSame(before: MachineState, after: MachineState): boolean {
  if (before.name === 'waiting' && after.name === 'waiting') return before.until === after.until
  return before.name === after.name || (before.name === 'starting' && after.name === 'connecting')
}

function statusOf(state: MachineState, { lifecycle, cause, time }: StatusFacts): ReconnectStatus {
  const attempt = state.failures + 1
  switch (state.name) {
    case 'starting':
    case 'connecting':
      return { name: 'connecting', attempt }
    case 'open':
      return { name: 'open', since: Date.now() }
    case 'waiting': {
      // The monotonic clock has fractions of a millisecond, and so may the delay.
      const delay = Math.round(state.until - time)
      return { name: 'waiting', attempt, delay, until: Date.now() + delay, cause }
    }
    case 'closing':
      return { name: 'closing' }
    case 'closed': {
      const { info, errorBox } = lifecycle
      if (!info) throw new Error('A status was asked for before the lifecycle changed')
      return { name: 'closed', info, cause: errorBox?.error }
    }
  }
}
