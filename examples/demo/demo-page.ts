import { WebSocketChannel, type Frame } from 'web-socket-channel'
import { StreamBuilder, type AsyncSnapshot } from './stream-builder.js'

/** The page from when it is shown to when it goes: connects, sends what is typed, shows what comes back. */
export class DemoPage {
  readonly #channel: WebSocketChannel
  readonly #builders: readonly StreamBuilder<Frame>[]
  readonly #listening = new AbortController()
  readonly #field = find('field', HTMLInputElement)

  constructor(server: string) {
    this.#channel = WebSocketChannel.connect(server)
    this.#builders = this.#show()
    this.#listen()
  }

  /** Closes the connection and leaves the document as it is. */
  dispose(): void {
    this.#listening.abort()
    for (const builder of this.#builders) builder.dispose()
    void this.#channel.sink.close()
  }

  // Two live regions, for a screen reader to read an echo when there is time and a problem at once.
  #show(): readonly StreamBuilder<Frame>[] {
    const { stream } = this.#channel
    return [
      new StreamBuilder({ stream, element: find('echo', HTMLElement), builder: echo }),
      new StreamBuilder({ stream, element: find('problem', HTMLElement), builder: problem }),
    ]
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
      {
        signal,
      },
    )
  }

  #send(event: SubmitEvent): void {
    event.preventDefault()
    this.#field.focus()
    // Nobody is there to read it: what was typed stays.
    if (this.#channel.state === 'closed' || this.#field.value.trim() === '') return
    this.#channel.sink.add(this.#field.value)
    this.#field.value = ''
  }
}

function echo(snapshot: AsyncSnapshot<Frame>): string {
  return snapshot.hasData && !isUnreachable(snapshot) ? String(snapshot.data) : ''
}

function problem(snapshot: AsyncSnapshot<Frame>): string {
  return isUnreachable(snapshot) ? 'network unreachable' : ''
}

function isUnreachable(snapshot: AsyncSnapshot<Frame>): boolean {
  return snapshot.hasError || snapshot.connectionState === 'done'
}

function find<E extends HTMLElement>(id: string, type: new () => E): E {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`The page has no ${type.name} with the id "${id}"`)
}
