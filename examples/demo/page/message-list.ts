import { find } from '../../shared/find.js'
import type { Message } from './message.js'
import { labelItem, messageItem, releaseItem } from './message-item.js'

// What is kept at most, so that a flood of messages does not fill the memory.
const MAX_MESSAGES = 200
const MAX_BYTES = 67_108_864
// Milliseconds from one drawing to the next, so that a flood is received and not only drawn.
const PAUSE = 100
// More new messages at a time are not read out.
const MAX_SPOKEN = 5

interface Entry {
  message: Message
  /** Missing until the list is drawn. */
  item?: HTMLLIElement
}

/** The last messages as a list, which is drawn at most ten times a second. */
export class MessageList {
  readonly #history = find('history', HTMLElement)
  readonly #list = find('messages', HTMLOListElement)
  readonly #empty = find('empty', HTMLElement)
  readonly #summary = find('summary', HTMLElement)
  readonly #entries: Entry[] = []
  #bytes = 0
  #count = 0
  #isScheduled = false
  #lastDrawn = 0

  add(message: Message): void {
    this.#entries.push({ message })
    this.#bytes += bytesOf(message)
    this.#count++
    while (this.#entries.length > MAX_MESSAGES || this.#isTooLarge()) this.#removeFirst()
    this.#schedule()
  }

  /** Gives all messages with one label another one. */
  relabel(from: Message['label'], to: Message['label']): void {
    for (const entry of this.#entries.filter(({ message }) => message.label === from)) {
      entry.message = { ...entry.message, label: to }
      if (entry.item) labelItem(entry.item, to)
    }
  }

  // The newest one stays, however large.
  #isTooLarge(): boolean {
    return this.#bytes > MAX_BYTES && this.#entries.length > 1
  }

  #removeFirst(): void {
    const first = this.#entries.shift()
    if (!first) return
    this.#bytes -= bytesOf(first.message)
    if (!first.item) return
    first.item.remove()
    releaseItem(first.item)
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const pause = Math.max(0, this.#lastDrawn + PAUSE - performance.now())
    setTimeout(() => requestAnimationFrame(() => this.#draw()), pause)
  }

  #draw(): void {
    this.#isScheduled = false
    this.#lastDrawn = performance.now()
    const history = this.#history
    const isAtEnd = history.scrollHeight - history.scrollTop - history.clientHeight < 48
    const added = this.#entries.filter(({ item }) => !item)
    history.ariaLive = added.length > MAX_SPOKEN ? 'off' : 'polite'
    for (const entry of added) entry.item = messageItem(entry.message)
    this.#list.append(...added.flatMap(({ item }) => item ?? []))
    this.#empty.hidden = true
    this.#summary.textContent = summaryOf(this.#entries.length, this.#count)
    if (isAtEnd) history.scrollTop = history.scrollHeight
  }
}

function bytesOf({ content }: Message): number {
  return typeof content === 'string' ? content.length * 2 : (content.blob?.size ?? 0)
}

function summaryOf(shown: number, count: number): string {
  const total = count.toLocaleString()
  return shown === count ? total : `The last ${shown} of ${total}`
}
