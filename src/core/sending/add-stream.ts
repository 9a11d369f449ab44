import type { Unsubscribable } from 'rxjs'
import { reportingErrors } from '../reporting-errors.js'
import { type Pace, pullSource, type StreamSource } from './pull-source.js'
import type { CloseInfo } from '../channel.js'
import type { WebSocketChannelError } from '../errors.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'

/** What the calls need of the channel. */
export interface AddStreamPort {
  readonly lifecycle: Lifecycle
  readonly promises: { readonly closed: Promise<CloseInfo> }
  /** Returns the error that an unfinished `addStream` rejects with when the channel ends. */
  endError(info: CloseInfo): WebSocketChannelError
}

/** What the sources of a sink are added to. */
export interface AddStreamTarget extends Pace {
  readonly bufferedAmount: number
  /** Whether values that were added before open are still queued. */
  readonly hasQueued: boolean
  /** Resolves when the condition holds or the channel has ended. */
  until(isReached: () => boolean): Promise<void>
}

/** The `addStream` calls of one sink: guarantee 19. */
export class AddStreamCalls {
  readonly #port: AddStreamPort
  readonly #target: AddStreamTarget
  // Unsubscribe the sources that may emit more.
  readonly #subscriptions = new Set<Unsubscribable>()
  // How many calls wait until their values have left `bufferedAmount`, and the bytes added since one of them began to.
  #waitingCalls = 0
  #added = 0

  constructor(port: AddStreamPort, target: AddStreamTarget) {
    this.#port = port
    this.#target = target
  }

  /** Whether what is added to the sink has to be counted. */
  get isCounting(): boolean {
    return this.#waitingCalls > 0
  }

  /** Counts bytes that were added to the sink, by whatever method. */
  count(bytes: number): void {
    this.#added += bytes
  }

  /**
   * Adds all values of a source, and waits until they have left `bufferedAmount`.
   *
   * @param add Adds a value to the sink, perhaps encoded by a layer.
   */
  async add<V>(source: StreamSource<V>, add: (value: V) => void): Promise<void> {
    const isComplete =
      !this.#port.lifecycle.info &&
      (await pullSource(source, { add, pace: this.#target }, this.#subscriptions))
    const isSent = isComplete && (await this.#waitUntilSent())
    if (!isSent) throw this.#port.endError(await this.#port.promises.closed)
  }

  /** Unsubscribes all sources: the channel is closing. */
  stop(): void {
    this.#subscriptions.forEach((source) => {
      reportingErrors(() => {
        source.unsubscribe()
      })
    })
  }

  /** Resolves with whether everything added so far was sent: not if the channel ended first. */
  async #waitUntilSent(): Promise<boolean> {
    const mark = this.#added
    let isSent = false
    this.#waitingCalls++
    await this.#target.until(() => (isSent ||= this.#isSent(mark)))
    this.#waitingCalls--
    return isSent
  }

  /** Whether everything up to `mark`, a value of the running total of added bytes, has left `bufferedAmount`. */
  #isSent(mark: number): boolean {
    const { info } = this.#port.lifecycle
    // After an unclean end Node resets `bufferedAmount`; a clean one means that our close frame was sent, after all values.
    // Before open the amount is not enough, since empty frames add nothing to it.
    const isKnown = info ? info.wasClean : !this.#target.hasQueued
    return isKnown && this.#target.bufferedAmount <= this.#added - mark
  }
}
