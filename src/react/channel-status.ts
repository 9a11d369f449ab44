import type { Channel, CloseInfo } from '../core/channel.js'
import { coreOf } from '../core/layering/core-of.js'
import { reconnectStatusOf } from '../layers/reconnecting/status-of.js'
import type { ReconnectStatus } from '../layers/reconnecting/status.js'

/** The status of a channel, to be read and observed by a component. */
export interface ChannelStatus {
  /** The same object until it changes. */
  readonly value: ReconnectStatus
  /** Calls an observer at each change, until the function that it returns is called. */
  observe(changed: () => void): () => void
}

/** Returns the status of any channel: one that does not reconnect has at most one attempt and never waits. */
export function channelStatus(channel: Channel<unknown, never>): ChannelStatus {
  const reconnecting = reconnectStatusOf(channel)
  if (!reconnecting) return new SingleConnectionStatus(channel)
  return {
    get value() {
      return reconnecting.status
    },
    observe(changed) {
      const subscription = reconnecting.statuses.subscribe(changed)
      return () => {
        subscription.unsubscribe()
      }
    },
  }
}

/** The status of a channel that does not reconnect. */
class SingleConnectionStatus implements ChannelStatus {
  readonly #channel: Channel<unknown, never>
  #value: ReconnectStatus

  constructor(channel: Channel<unknown, never>) {
    this.#channel = channel
    this.#value = statusAt(channel.state)
  }

  get value(): ReconnectStatus {
    const { state } = this.#channel
    // How it ended is known when `closed` has resolved.
    if (state !== 'closed' && state !== this.#value.name) this.#value = statusAt(state)
    return this.#value
  }

  observe(changed: () => void): () => void {
    let isObserved = true
    const ended = (info: CloseInfo): void => {
      this.#value = { name: 'closed', info, cause: causeOf(this.#channel, info) }
      if (isObserved) changed()
    }
    const subscription = this.#channel.states.subscribe({
      next: changed,
      // Not before: a callback of `closed` cannot be removed, and would keep the component alive as long as the channel.
      complete: () => void this.#channel.closed.then(ended),
    })
    return () => {
      isObserved = false
      subscription.unsubscribe()
    }
  }
}

function statusAt(state: Channel<unknown, never>['state']): ReconnectStatus {
  if (state === 'connecting') return { name: 'connecting', attempt: 1 }
  return state === 'open' ? { name: 'open', since: Date.now() } : { name: 'closing' }
}

/** The error of the stream. Of a channel that is not of this copy of the package, what its `closed` names. */
function causeOf(channel: Channel<unknown, never>, { cause }: CloseInfo): unknown {
  const core = coreOf(channel)
  if (!core) return cause
  const { lifecycle, stream } = core
  return (stream.failure ?? (lifecycle.name === 'closed' ? lifecycle.errorBox : undefined))?.error
}
