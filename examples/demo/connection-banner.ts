import {
  distinctUntilChanged,
  interval,
  map,
  of,
  startWith,
  switchMap,
  type Observable,
  type Subscription,
} from 'rxjs'
import type { Frame, ReconnectingChannel, ReconnectStatus, Sendable } from 'web-socket-channel'
import { find } from './find.js'
import { countdownText, stateText } from './status-text.js'

// Milliseconds: the countdown changes this soon after a full second.
const TICK = 100

/** Says at every moment how the connection is, counts down to the next attempt, and has a button that begins it. */
export class ConnectionBanner {
  readonly #channel: ReconnectingChannel<Frame, Sendable>
  readonly #banner = find('connection', HTMLElement)
  readonly #state = find('state', HTMLElement)
  readonly #countdown = find('countdown', HTMLElement)
  readonly #retry = find('retry', HTMLButtonElement)
  readonly #subscription: Subscription
  #wasOpen = false
  #queued = 0

  constructor(channel: ReconnectingChannel<Frame, Sendable>, { signal }: { signal: AbortSignal }) {
    this.#channel = channel
    this.#retry.addEventListener('click', () => channel.reconnect(), { signal })
    this.#subscription = channel.statuses.subscribe((status) => this.#changed(status))
    const countdowns = channel.statuses.pipe(switchMap(countdown), distinctUntilChanged())
    this.#subscription.add(countdowns.subscribe((text) => (this.#countdown.textContent = text)))
  }

  /** A message was added: it is queued unless there is a connection. */
  added(): void {
    const { status } = this.#channel
    if (status.name !== 'open') this.#queued++
    this.#showState(status)
  }

  dispose(): void {
    this.#subscription.unsubscribe()
  }

  #changed(status: ReconnectStatus): void {
    const { name } = status
    if (name === 'open') {
      this.#wasOpen = true
      this.#queued = 0
    }
    this.#banner.dataset['status'] = name
    // A button that is hidden loses the focus to the top of the page.
    if (name !== 'waiting' && document.activeElement === this.#retry) this.#banner.focus()
    this.#retry.hidden = name !== 'waiting'
    this.#showState(status)
  }

  // A text that is set is read out, although it is the same.
  #showState(status: ReconnectStatus): void {
    const text = stateText(status, { queued: this.#queued, wasOpen: this.#wasOpen })
    if (this.#state.textContent !== text) this.#state.textContent = text
  }
}

function countdown(status: ReconnectStatus): Observable<string> {
  if (status.name !== 'waiting') return of('')
  return interval(TICK).pipe(
    startWith(0),
    map(() => countdownText(status, Date.now())),
  )
}
