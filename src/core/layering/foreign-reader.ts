import type { Channel } from '../channel.js'
import type { Consumer } from '../receiving/deliver.js'
import type { LayeredStream, StreamLayers } from '../receiving/stream-layers.js'

/** Reads the stream of a channel that is not one of this library, by its iterator, for one layer. */
export class ForeignReader<In> implements LayeredStream<In> {
  layers: StreamLayers<In> | undefined
  readonly #channel: Channel<In, never>
  readonly #failure: () => { readonly error: unknown } | undefined
  #hasOpened: boolean
  #resume: (() => void) | undefined

  /** @param failure Returns the error with which the layer ended the channel, which the channel does not know. */
  constructor(channel: Channel<In, never>, failure: () => { readonly error: unknown } | undefined) {
    this.#channel = channel
    this.#failure = failure
    this.#hasOpened = channel.state === 'open'
  }

  /** Whether the channel was ever seen open. */
  get hasOpened(): boolean {
    return this.#hasOpened
  }

  joinDecoded(layer: Consumer<In>): void {
    this.#channel.states.subscribe({
      next: (state) => {
        this.#hasOpened ||= state === 'open'
        if (state === 'closing') this.layers?.discarded()
        this.layers?.changed()
      },
      error() {
        // The stream ends with an error too, which the layer receives.
      },
    })
    this.#read(layer).then(
      () => {
        layer.complete()
      },
      (error: unknown) => {
        const failure = this.#failure()
        layer.error(failure ? failure.error : error)
      },
    )
  }

  get isPaused(): boolean {
    return this.layers?.isPausing ?? false
  }

  updatePause(): void {
    if (!this.isPaused) this.#resume?.()
    this.layers?.pauseChanged()
  }

  async #read(layer: Consumer<In>): Promise<void> {
    for await (const message of this.#channel.stream) {
      layer.next(message)
      while (this.isPaused) {
        await new Promise<void>((resolve) => (this.#resume = resolve))
      }
    }
    // The channel was aborted for it, which completes the stream.
    const failure = this.#failure()
    if (failure) throw failure.error
  }
}
