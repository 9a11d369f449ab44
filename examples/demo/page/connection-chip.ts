import type { Frame, ReconnectingChannel, ReconnectStatus, Sendable } from 'web-socket-channel'
import { countdowns } from '../../shared/countdowns.js'
import { find } from '../../shared/find.js'
import { endText, queueText, stateText } from '../../shared/status-text.js'
import { StreamBuilder } from '../stream-builder.js'

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** Shows the status of a connection, the time until the next attempt, and a button that begins it. */
export class ConnectionChip {
  readonly #server: string
  readonly #section = find('connection', HTMLElement)
  readonly #name = find('status', HTMLElement)
  readonly #state = find('state', HTMLElement)
  readonly #queue = find('queue', HTMLElement)
  readonly #detail = find('detail', HTMLElement)
  readonly #retry = find('retry', HTMLButtonElement)
  readonly #countdown: StreamBuilder<string>
  #wasOpen = false
  #cause = ''

  constructor({ statuses }: ReconnectingChannel<Frame, Sendable>, server: string) {
    this.#server = server
    this.#countdown = new StreamBuilder({
      stream: countdowns(statuses),
      element: find('countdown', HTMLElement),
      builder: ({ data = '' }) => data,
    })
  }

  /** Shows a status, and how many messages are queued. */
  show(status: ReconnectStatus, queued: number): void {
    const { name } = status
    this.#wasOpen ||= name === 'open'
    this.#section.dataset['status'] = name
    setText(this.#name, name)
    setText(this.#state, this.#sentence(status))
    // Outside the live region of the state: a screen reader would read out each number.
    setText(this.#queue, queueText(queued))
    setText(this.#detail, this.#causeOf(status) || this.#server)
    this.#showRetry(name)
  }

  dispose(): void {
    this.#countdown.dispose()
  }

  #sentence(status: ReconnectStatus): string {
    if (status.name === 'open') return `Connected since ${clock.format(status.since)}.`
    if (status.name === 'closed') return endText(status.cause)
    return stateText(status, { wasOpen: this.#wasOpen })
  }

  /** Why there is no connection, also during the attempts that follow. */
  #causeOf(status: ReconnectStatus): string {
    if (status.name === 'open') this.#cause = ''
    if (status.name === 'waiting') this.#cause = messageOf(status.cause)
    return status.name === 'closed' ? 'It does not reconnect by itself' : this.#cause
  }

  // It keeps its place while it is not needed.
  #showRetry(name: ReconnectStatus['name']): void {
    const isNeeded = name === 'waiting' || name === 'closed'
    // A button that is hidden loses the focus to the top of the page.
    if (!isNeeded && document.activeElement === this.#retry) this.#section.focus()
    this.#retry.classList.toggle('unneeded', !isNeeded)
    setText(this.#retry, name === 'closed' ? 'Connect again' : 'Try now')
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : ''
}

// A screen reader reads a text that is set, although it is the same.
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
