import type { Consumer } from './deliver.js'
import { Observers } from '../observers.js'
import type { LayerHandlers } from './layer-handlers.js'

/** What layers need of the stream that they read. */
export interface LayeredStream<T> {
  /** The layers; absent before there are some. {@link layersOf} makes them. */
  layers: StreamLayers<T> | undefined
  /** Whether its consumers want the socket paused, and none needs it to be read. */
  readonly isPaused: boolean
  /** Adds a consumer of decoded messages. */
  joinDecoded(consumer: Consumer<T>): unknown
  /** Pauses or resumes the socket, after a count has changed. */
  updatePause(): void
}

// One array for all channels.
const NONE: readonly never[] = []

/** The layers around a channel. They stay until its end. */
export class StreamLayers<T> {
  readonly #stream: LayeredStream<T>
  // Copied on each change: a layer may be added while the others are called.
  #handlers: readonly LayerHandlers<T>[] = NONE
  // Made for the first: few layers ask.
  #connectionObservers: Observers | undefined
  #pauses = 0
  #prohibitions = 0

  constructor(stream: LayeredStream<T>) {
    this.#stream = stream
  }

  /** Whether a layer keeps the socket paused, and none needs it to be read. */
  get isPausing(): boolean {
    return this.#pauses > 0 && !this.isReading
  }

  /** Whether a layer needs the socket to be read. */
  get isReading(): boolean {
    return this.#prohibitions > 0
  }

  /** Adds a layer. It receives held messages first, in a microtask. */
  add(layer: LayerHandlers<T>): void {
    // An array made by spreading has room for sixteen more elements.
    this.#handlers = this.#handlers.length > 0 ? [...this.#handlers, layer] : [layer]
    this.#stream.joinDecoded(layer)
  }

  /** Counts the layers that keep the socket paused. */
  countPauses(by: 1 | -1): void {
    this.#pauses += by
    this.#stream.updatePause()
  }

  /** Counts the layers that need the socket to be read, whoever would have it paused. */
  countProhibitions(by: 1 | -1): void {
    this.#prohibitions += by
    this.#stream.updatePause()
  }

  discarded(): void {
    for (const layer of this.#handlers) layer.discarded()
  }

  changed(): void {
    for (const layer of this.#handlers) layer.changed()
  }

  pauseChanged(): void {
    for (const layer of this.#handlers) layer.pauseChanged?.()
  }

  arrived(): void {
    for (const layer of this.#handlers) layer.arrived?.()
  }

  lost(error: unknown): void {
    for (const layer of this.#handlers) layer.lost(error)
  }

  connected(): void {
    this.#connectionObservers?.notify()
    for (const layer of this.#handlers) layer.connected()
  }

  /** Calls an observer at each `connected`. Returns a function that stops that. */
  onConnected(observer: () => void): () => void {
    this.#connectionObservers ??= new Observers()
    return this.#connectionObservers.add(observer)
  }
}

/** Returns the layers of a stream. */
export function layersOf<T>(stream: LayeredStream<T>): StreamLayers<T> {
  return (stream.layers ??= new StreamLayers(stream))
}
