import { attempt } from '../../core/attempt.js'
import type { Channel } from '../../core/channel.js'
import { KeepAliveTimeoutError } from '../../core/errors.js'
import type { LayerCore, LayerHooks } from '../../core/layering/layer-core.js'
import { layerCore } from '../../core/layering/layered-channel.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { settleQuietly } from '../settle-quietly.js'
import { Latency } from './latency.js'
import type { HeartbeatSettings } from './options.js'
import { Pulse, type PulsePort } from './pulse.js'

/** The heartbeat of one channel: looks at what arrives, and sends messages and answers. */
export class HeartbeatLayer<In, Out> implements LayerHooks<In, Out, In, Out>, PulsePort {
  readonly unobserved: 'hold' | 'drop' | undefined
  readonly #settings: HeartbeatSettings<In, Out>
  // Absent while the core is made, which calls hooks already then.
  #pulse: Pulse | undefined
  readonly #core: LayerCore<In, Out, In, Out>
  // Made when it is first needed: many channels measure none.
  #latency: Latency | undefined
  // When the message was sent whose reply is awaited, by the exact clock.
  #sentAt: number | undefined

  constructor(channel: Channel<In, Out>, settings: HeartbeatSettings<In, Out>) {
    this.unobserved = settings.unobserved
    this.#settings = settings
    this.#core = layerCore(channel, this)
    this.#pulse = new Pulse(this, settings.pulse)
    this.#update(this.#pulse)
  }

  /** The core of the layer, whose hooks this is. */
  get core(): LayerCore<In, Out, In, Out> {
    return this.#core
  }

  get latency(): Latency {
    if (!this.#latency) {
      this.#latency = new Latency()
      if (this.#core.lifecycle.info) this.#latency.end()
    }
    return this.#latency
  }

  intercept(message: In): boolean {
    this.#pulse?.arrived()
    const { answer, isReply } = this.#settings
    if (answer) {
      const reply = answer(message)
      if (reply !== undefined) {
        settleQuietly(reply)
        if (this.#isConnected) this.#core.sink.add(reply)
        return true
      }
    }
    const isOne = isReply?.(message) ?? false
    if (!isOne) return false
    settleQuietly(isOne)
    this.#noteReply()
    return true
  }

  arrived(): void {
    this.#pulse?.arrived()
  }

  changed(): void {
    if (!this.#pulse) return
    this.#update(this.#pulse)
    if (this.#core.lifecycle.info) this.#latency?.end()
  }

  pauseChanged(): void {
    if (this.#pulse) this.#update(this.#pulse)
  }

  lost(): void {
    this.#forgetMessage()
    this.pauseChanged()
  }

  connected(): void {
    this.pauseChanged()
  }

  // Called by the pulse, in a timer: nothing may be thrown.

  get bufferedAmount(): number {
    // The sink of a channel that users made may throw.
    return attempt(() => this.#core.sink.bufferedAmount) ?? 0
  }

  get bytesTaken(): number | undefined {
    return this.#core.bytesTaken
  }

  send(): void {
    const { message } = this.#settings
    try {
      const data = typeof message === 'function' ? (message as () => Out)() : (message as Out)
      settleQuietly(data)
      // The function may have closed the channel.
      if (!this.#pulse?.isRunning) return
      this.#sentAt = performance.now()
      this.#core.sink.add(data)
    } catch (error) {
      this.#core.endWithError(error)
    }
  }

  timedOut(): void {
    const { interval, timeout, isSending } = this.#settings.pulse
    const time = isSending ? `${timeout} ms after a heartbeat` : `${interval + timeout} ms`
    const message = `Connection closed: nothing arrived within ${time}`
    this.#core.endWithError(
      new KeepAliveTimeoutError(message, { ...NO_CLOSE_FRAME, initiator: 'failure' }),
    )
  }

  /** Whether what is sent has a connection to go to. */
  get #isConnected(): boolean {
    return this.#core.lifecycle.name === 'open' && !this.#core.awaitsConnection
  }

  /** Starts or stops the pulse. */
  #update(pulse: Pulse): void {
    const isNeeded = this.#isConnected && !this.#core.isSocketPaused
    if (isNeeded === pulse.isRunning) return
    if (isNeeded) pulse.start()
    else pulse.stop()
  }

  #noteReply(): void {
    const sentAt = this.#sentAt
    this.#forgetMessage()
    if (sentAt !== undefined) this.latency.next(performance.now() - sentAt)
  }

  #forgetMessage(): void {
    this.#sentAt = undefined
    this.#pulse?.answered()
  }
}
