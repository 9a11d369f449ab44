import { abortError, connectionClosed, connectionFailed } from '../../core/lifecycle/end-errors.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { AttemptTimer } from './attempt-timer.js'
import { connectTimeoutOf } from './connect-timeout.js'
import {
  type AttemptHandlers,
  ConnectionAttempt,
  type Joined,
  type Opening,
} from './connection-attempt.js'
import { type AttemptFailure, type Circumstances, decide, type Decision } from './decide.js'
import {
  type Action,
  failuresAfter,
  type MachineEvent,
  type MachineState,
  startingState,
  step,
} from './machine.js'
import { isOffline, type NetworkHandlers, watchNetwork } from './network.js'
import type { ReconnectFailure, ReconnectSettings } from './options.js'
import { Outage } from './outage.js'
import type { ReconnectorPort } from './reconnector-port.js'
import { StatusValue } from './status-value.js'

// Why there is no connection, before the first attempt and while there is one.
const NOTHING: Pick<ReconnectFailure, 'error' | 'close'> = { error: undefined, close: undefined }

/**
 * Opens one connection after the other. The machine decides what happens, in {@link step}; this is the only place that does it:
 * attempts, their timer, and the events of the network.
 */
export class Reconnector<In, Out> implements AttemptHandlers<In, Out>, NetworkHandlers {
  readonly status: StatusValue = new StatusValue()
  readonly #port: ReconnectorPort<In, Out>
  readonly #opening: Opening<In, Out>
  readonly #settings: ReconnectSettings<In, Out>
  readonly #outage: Outage
  readonly #ignoreNetwork: () => void
  // For the attempt that runs, or until the next one.
  readonly #timer = new AttemptTimer()
  #state: MachineState
  #attempt: ConnectionAttempt<In, Out> | undefined
  #last: Pick<ReconnectFailure, 'error' | 'close'> = NOTHING
  #dropReason: unknown
  // Set while functions of the user's are called that a failure concerns: whether they have called `reconnect()`.
  #forcing: { isForced: boolean } | undefined

  constructor(
    port: ReconnectorPort<In, Out>,
    opening: Opening<In, Out>,
    settings: ReconnectSettings<In, Out>,
  ) {
    this.#port = port
    this.#opening = opening
    this.#settings = settings
    this.#state = startingState({ isOffline: isOffline(settings.network) })
    this.#outage = new Outage(performance.now())
    if (this.#state.isOffline) this.#outage.offline(performance.now())
    this.#ignoreNetwork = watchNetwork(settings.network, this)
  }

  /** The time has come for the first attempt, or for the next one. */
  start(): void {
    this.#dispatch({ type: 'due', time: performance.now() })
  }

  reconnect(): void {
    const { minUptime } = this.#settings
    if (this.#forcing) this.#forcing.isForced = true
    else this.#dispatch({ type: 'reconnect', time: performance.now(), minUptime })
  }

  close(): void {
    this.#dispatch({ type: 'close' })
  }

  /** Ends all of it. The attempt or connection that there is is aborted with the reason. */
  stop(reason: unknown): void {
    this.#timer.stop()
    this.#ignoreNetwork()
    this.#dropReason = reason
    this.#dispatch({ type: 'end' })
  }

  // Called by the network.

  online(): void {
    const time = performance.now()
    this.#outage.online(time)
    this.#dispatch({ type: 'online', time })
  }

  offline(): void {
    this.#outage.offline(performance.now())
    this.#dispatch({ type: 'offline' })
  }

  woken(): void {
    this.#dispatch({ type: 'woken', time: performance.now() })
  }

  // Called by the attempt.

  connected(attempt: ConnectionAttempt<In, Out>, connection: Joined<In, Out>): void {
    this.#timer.stop()
    attempt.join(connection)
    this.#port.joined(connection)
    if (attempt.isOver) return
    // An error holds the connection before, by the functions that were running.
    this.#last = NOTHING
    this.#dispatch({ type: 'opened', time: performance.now() })
  }

  failed(attempt: ConnectionAttempt<In, Out>, failure: AttemptFailure): void {
    const time = performance.now()
    const failures = failuresAfter(this.#state, time, this.#settings.minUptime)
    if (this.#state.name === 'open') this.#outage.restart(time)
    this.#timer.stop()
    this.#attempt = undefined
    this.#last = failure
    const forcing = (this.#forcing = { isForced: false })
    // What listens to the signal may call the channel.
    if (failures > 0) attempt.drop(failure.error)
    else attempt.finish()
    const decision = this.#decide(failure, { failures, forcing })
    this.#forcing = undefined
    if (decision) this.#goOn(failure, decision, failures)
  }

  /** Returns `undefined` if a function of the options threw, which has ended the channel. */
  #decide(
    failure: AttemptFailure,
    circumstances: Pick<Circumstances, 'failures' | 'forcing'>,
  ): Decision | undefined {
    const { info, request } = this.#port.lifecycle
    if (info ?? request) return { ends: true, error: failure.error, errorBox: failure.errorBox }
    const { isOffline } = this.#state
    const elapsed = this.#outage.elapsed(performance.now())
    try {
      return decide(failure, { ...circumstances, elapsed, isOffline }, this.#settings)
    } catch (error) {
      this.#port.endWithError(error)
      return undefined
    }
  }

  /** Ends the channel, or waits for the next attempt. */
  #goOn(failure: AttemptFailure, decision: Decision, failures: number): void {
    const { info, request } = this.#port.lifecycle
    if (info) return
    if (request ?? decision.ends) {
      this.#port.endAs(request ? failure : { ...failure, ...decision })
      return
    }
    this.#dispatch({ type: 'lost', time: performance.now(), failures, ...decision })
    this.#port.awaiting()
  }

  /** Enters the state after an event, and does what the machine says. */
  #dispatch(event: MachineEvent): void {
    const before = this.#state
    const { state, actions } = step(before, event)
    this.#state = state
    const time = 'time' in event ? event.time : performance.now()
    this.status.update(before, state, {
      lifecycle: this.#port.lifecycle,
      cause: this.#last.error,
      time,
    })
    if (event.type === 'opened') this.#port.opened()
    for (const action of actions) {
      // An action calls functions of the user's, which may have changed the state.
      if (this.#state === state) this.#act(action)
    }
  }

  #act(action: Action): void {
    switch (action) {
      case 'attempt':
        this.#begin()
        break
      case 'wait':
        this.#wait()
        break
      case 'replace':
        this.#replace()
        break
      case 'drop':
        this.#attempt?.drop(this.#dropReason)
        break
      case 'close':
        this.#port.closeConnection()
        break
      case 'end':
        this.#port.endAs({ ...this.#last, errorBox: undefined, close: undefined })
    }
  }

  #begin(): void {
    const number = this.#state.failures + 1
    const { error, close } = this.#last
    const connectTimeout = connectTimeoutOf(number)
    const attempt = new ConnectionAttempt(this, this.#port, this.#opening)
    this.#attempt = attempt
    const { attemptTimeout } = this.#settings
    this.#timer.start(attemptTimeout, () => {
      this.failed(attempt, timeout(attemptTimeout))
    })
    attempt.start({ number, error, close, connectTimeout })
  }

  #wait(): void {
    if (this.#state.name !== 'waiting') return
    this.#timer.start(this.#state.until - performance.now(), () => {
      this.start()
    })
  }

  #replace(): void {
    const attempt = this.#attempt
    this.#attempt = undefined
    this.#last = NOTHING
    this.#outage.restart(performance.now())
    this.#port.broke(connectionClosed({ ...NO_CLOSE_FRAME, initiator: 'local' }, undefined))
    this.#port.awaiting()
    attempt?.drop(abortError())
  }
}

function timeout(milliseconds: number): AttemptFailure {
  const detail = `not open within ${milliseconds} ms`
  const error = connectionFailed({ url: '', phase: 'timeout' }, detail)
  return { error, errorBox: { error }, close: undefined, origin: 'rejection' }
}
