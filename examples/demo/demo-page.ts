import { reconnecting, WebSocketChannel, type Frame, type Sendable } from 'web-socket-channel'
import type { ReconnectingChannel } from 'web-socket-channel'
import { ConnectionBanner } from './connection-banner.js'
import { find } from './find.js'
import { StreamBuilder, type AsyncSnapshot } from './stream-builder.js'

/** The page from when it is shown to when it goes: connects, sends what is typed, shows what comes back. */
export class DemoPage {
  readonly #channel: ReconnectingChannel<Frame, Sendable>
  readonly #banner: ConnectionBanner
  readonly #echo: StreamBuilder<Frame>
  readonly #listening = new AbortController()
  readonly #field = find('field', HTMLInputElement)

  constructor(server: string) {
    this.#channel = reconnecting(({ connectTimeout }) =>
      WebSocketChannel.connect(server, { connectTimeout }),
    )
    this.#banner = new ConnectionBanner(this.#channel, this.#listening)
    const { stream } = this.#channel
    this.#echo = new StreamBuilder({ stream, element: find('echo', HTMLElement), builder: echo })
    this.#listen()
  }

  /** Closes the connection and leaves the document as it is. */
  dispose(): void {
    this.#listening.abort()
    this.#banner.dispose()
    this.#echo.dispose()
    void this.#channel.sink.close()
  }

  #listen(): void {
    const { signal } = this.#listening
    find('message', HTMLFormElement).addEventListener('submit', (event) => this.#send(event), {
      signal,
    })
    // Pressing the button leaves the field its focus, and a phone its keyboard.
    find('send', HTMLButtonElement).addEventListener(
      'mousedown',
      (event) => event.preventDefault(),
      { signal },
    )
  }

  #send(event: SubmitEvent): void {
    event.preventDefault()
    this.#field.focus()
    // There will be no other connection: what was typed stays.
    if (this.#channel.state === 'closed' || this.#field.value.trim() === '') return
    this.#channel.sink.add(this.#field.value)
    this.#banner.added()
    this.#field.value = ''
  }
}

function echo({ hasData, data }: AsyncSnapshot<Frame>): string {
  return hasData ? String(data) : ''
}
