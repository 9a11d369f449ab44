import type { Observable } from 'rxjs'
import type { ChatMessage } from './messages.js'

/** Stores the messages of all rooms, and passes them on to all server processes. */
export interface Relay {
  /**
   * Stores a message. A message whose id was stored within the last minutes is not stored again. Rejects if the message may not be
   * stored: publish it again then.
   */
  publish(message: Omit<ChatMessage, 'seq'>): Promise<void>
  /**
   * Emits the messages of a room behind a sequence number, in order and each once: those that are stored, `'caught up'`, and those
   * to come. Errors if the history cannot be read.
   */
  subscribe(room: string, after: number): Observable<ChatMessage | 'caught up'>
  close(): Promise<void>
}

/** Messages of a room that are kept. The oldest ones are dropped. */
export const KEPT_PER_ROOM = 1_000

/** Milliseconds in which a second message with the same id is dropped. */
export const DUPLICATE_WINDOW = 120_000
