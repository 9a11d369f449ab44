import { filter, Observable, Subject } from 'rxjs'
import type { ChatMessage } from './messages.js'
import { DUPLICATE_WINDOW, KEPT_PER_ROOM, type Relay } from './relay.js'

/** Keeps the messages in the memory of this process: for one process, and for tests. */
export class MemoryRelay implements Relay {
  readonly #rooms = new Map<string, ChatMessage[]>()
  readonly #changed = new Subject<string>()
  /** When each id was published. */
  readonly #ids = new Map<string, number>()
  #seq = 0

  publish(message: Omit<ChatMessage, 'seq'>): Promise<void> {
    if (!this.#isSecond(message.id)) {
      const stored = this.#stored(message.room)
      const kept = stored.slice(-KEPT_PER_ROOM + 1)
      // Higher than those of the process before this one, unless the clock was set back: its clients come back and ask for
      // what is behind them.
      this.#seq = Math.max(this.#seq + 1, Date.now())
      this.#rooms.set(message.room, [...kept, { ...message, seq: this.#seq }])
      this.#changed.next(message.room)
    }
    return Promise.resolve()
  }

  subscribe(room: string, after: number): Observable<ChatMessage | 'caught up'> {
    return new Observable((subscriber) => {
      let last = after
      const catchUp = (): void => {
        for (const message of this.#stored(room)) {
          // A subscriber may publish, which catches up before this loop goes on.
          if (message.seq <= last) continue
          last = message.seq
          subscriber.next(message)
        }
      }
      const changes = this.#changed.pipe(filter((changed) => changed === room))
      subscriber.add(changes.subscribe({ next: catchUp, complete: () => subscriber.complete() }))
      catchUp()
      subscriber.next('caught up')
    })
  }

  close(): Promise<void> {
    this.#changed.complete()
    return Promise.resolve()
  }

  #stored(room: string): readonly ChatMessage[] {
    return this.#rooms.get(room) ?? []
  }

  #isSecond(id: string): boolean {
    const now = Date.now()
    for (const [old, time] of this.#ids) {
      if (now - time < DUPLICATE_WINDOW) break
      this.#ids.delete(old)
    }
    if (this.#ids.has(id)) return true
    this.#ids.set(id, now)
    return false
  }
}
