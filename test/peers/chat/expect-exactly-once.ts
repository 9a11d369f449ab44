import { expect } from 'vitest'
import type { ChatMessage } from '../../../examples/chat/messages.js'
import type { Relay } from '../../../examples/chat/relay.js'
import type { Crowd } from './crowd.js'
import { RelayReader } from './relay-reader.js'

/**
 * Expects that the relay has stored each message that was said once, those of a member in the order in which it said them, and that
 * each member has seen what is stored in its rooms, once and in order.
 */
export async function expectExactlyOnce(crowd: Crowd, relay: Relay): Promise<void> {
  for (const room of crowd.rooms) {
    const said = crowd.saidIn(room)
    const stored = await new RelayReader({ relay, room }).stored()
    const texts = stored.map(({ text }) => text)
    expect([...texts].sort()).toEqual(said.flat().sort())
    for (const own of said) expect(texts.filter((text) => own.includes(text))).toEqual(own)
    for (const { seen } of crowd.members) {
      const messages = seen.get(room)
      if (messages) expect(messages.map(summary)).toEqual(stored.map(summary))
    }
  }
  expect(crowd.members.map(({ unseen }) => unseen)).toEqual(crowd.members.map(() => 0))
}

function summary({ seq, id, author, text }: ChatMessage): string {
  return `${seq} ${id} ${author}: ${text}`
}
