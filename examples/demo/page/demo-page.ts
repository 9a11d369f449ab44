import { Subscription } from 'rxjs'
import {
  reconnecting,
  type Frame,
  type ReconnectingChannel,
  type ReconnectStatus,
  type Sendable,
} from 'web-socket-channel'
import { find } from '../../shared/find.js'
import { Alert } from './alert.js'
import { Burst } from './burst.js'
import { listenToComposer } from './composer.js'
import { ConnectionChip } from './connection-chip.js'
import { FileNames } from './file-names.js'
import { listenToFiles, type SentFile } from './files.js'
import { fileMessage, textMessage, type Message } from './message.js'
import { MessageList } from './message-list.js'
import type { DemoOptions } from './mount-demo.js'
import { RateChart } from './rate-chart.js'

// Bytes: two of the largest files.
const QUEUE = 16_777_216

/** Sends what the user gives it and shows what comes back. What it shows stays while connections come and go. */
export class DemoPage {
  readonly #options: DemoOptions
  readonly #messages = new MessageList()
  readonly #chart = new RateChart()
  readonly #fileNames = new FileNames()
  readonly #alert = new Alert('problem')
  readonly #burst = new Burst((text) => this.#sendText(text))
  #chip: ConnectionChip | undefined
  #channel: ReconnectingChannel<Frame, Sendable> | undefined
  #subscriptions = new Subscription()
  #queued = 0

  constructor(options: DemoOptions) {
    this.#options = options
    listenToComposer((text) => {
      const isSent = this.#sendText(text)
      if (isSent) this.#alert.clear()
      return isSent
    })
    listenToFiles({
      send: (file) => this.#sendFile(file),
      report: (problem) => this.#alert.show(problem),
    })
    find('retry', HTMLButtonElement).addEventListener('click', () => this.#retry())
  }

  connect(): void {
    const channel = reconnecting(this.#options.open, { queue: { maxBytes: QUEUE } })
    const chip = new ConnectionChip(channel, this.#options.server)
    this.#channel = channel
    this.#chip = chip
    this.#subscriptions = new Subscription(() => chip.dispose())
    this.#subscriptions.add(
      channel.stream.subscribe({
        next: (frame) => this.#receive(frame),
        // The chip shows why there will be no more messages.
        error: () => undefined,
      }),
    )
    this.#subscriptions.add(channel.statuses.subscribe((status) => this.#changed(status)))
    this.#subscriptions.add(this.#chart.start())
  }

  /** Closes the connection and leaves the document as it is. */
  disconnect(): void {
    this.#burst.stop()
    this.#subscriptions.unsubscribe()
    this.#settle('Not sent')
    void this.#channel?.sink.close()
  }

  #changed(status: ReconnectStatus): void {
    if (status.name === 'open') {
      this.#chart.sent(this.#queued)
      this.#settle('Sent')
    } else if (status.name === 'closed') {
      this.#burst.stop()
      this.#settle('Not sent')
    }
    this.#chip?.show(status, this.#queued)
  }

  #settle(label: Message['label']): void {
    this.#queued = 0
    this.#messages.relabel('Queued', label)
  }

  #retry(): void {
    if (this.#channel?.state !== 'closed') {
      this.#channel?.reconnect()
      return
    }
    this.disconnect()
    this.connect()
  }

  #sendText(text: string): boolean {
    return this.#send(text, (label) => textMessage(label, text))
  }

  #sendFile({ name, bytes }: SentFile): boolean {
    const isSent = this.#send(bytes, (label) =>
      fileMessage(label, { name, size: bytes.byteLength }),
    )
    if (!isSent) return false
    this.#alert.clear()
    this.#fileNames.remember(name, bytes)
    return true
  }

  #send(data: Frame, describe: (label: Message['label']) => Message): boolean {
    const channel = this.#channel
    if (!channel || channel.state === 'closed') {
      this.#alert.show('Not sent: there is no connection. Connect again first')
      return false
    }
    try {
      channel.sink.add(data)
    } catch (error) {
      // The queue is full.
      this.#alert.show(`Not sent: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
    const isOpen = channel.status.name === 'open'
    if (isOpen) this.#chart.sent(1)
    else this.#queued++
    this.#messages.add(describe(isOpen ? 'Sent' : 'Queued'))
    this.#chip?.show(channel.status, this.#queued)
    return true
  }

  #receive(frame: Frame): void {
    this.#chart.received(1)
    if (typeof frame === 'string') {
      this.#messages.add(textMessage('Received', frame))
      return
    }
    const file = { name: this.#fileNames.recall(frame), size: frame.byteLength, bytes: frame }
    this.#messages.add(fileMessage('Received', file))
  }
}
