import { expect } from 'vitest'
import type { ChatMessage } from '../../../examples/chat/messages.js'
import { KEPT_PER_ROOM, type Relay } from '../../../examples/chat/relay.js'
import { RelayReader } from './relay-reader.js'

interface RelayCase {
  readonly name: string
  /** Runs with an empty relay. */
  run(relay: Relay): Promise<void>
}

/** What every relay does. */
export const relayCases: readonly RelayCase[] = [
  {
    name: 'emits what is stored, then "caught up", then what is published',
    async run(relay) {
      await publish(relay, 'a', 'b')
      const reader = new RelayReader({ relay })
      expect(await reader.take(3)).toEqual(['a', 'b', 'caught up'])
      await publish(relay, 'c', 'd')
      expect(await reader.take(2)).toEqual(['c', 'd'])
    },
  },
  {
    name: 'emits messages as they were published, with growing sequence numbers',
    async run(relay) {
      await publish(relay, 'a', 'b')
      const reader = new RelayReader({ relay })
      await reader.take(3)
      const [first, second] = reader.messages
      expect(first).toEqual({ ...messageOf('a'), seq: first?.seq })
      expect(second?.seq).toBeGreaterThan(first?.seq ?? Infinity)
    },
  },
  {
    name: 'begins behind the sequence number',
    async run(relay) {
      await publish(relay, 'a', 'b', 'c')
      const all = new RelayReader({ relay })
      await all.take(4)
      const [, second, third] = all.messages
      expect(await new RelayReader({ relay, after: second?.seq ?? 0 }).take(2)).toEqual([
        'c',
        'caught up',
      ])
      const atTheEnd = new RelayReader({ relay, after: third?.seq ?? 0 })
      expect(await atTheEnd.take(1)).toEqual(['caught up'])
      await publish(relay, 'd')
      expect(await atTheEnd.take(1)).toEqual(['d'])
    },
  },
  {
    name: 'emits "caught up" at once in a room without messages',
    async run(relay) {
      const reader = new RelayReader({ relay })
      expect(await reader.take(1)).toEqual(['caught up'])
      await publish(relay, 'a')
      expect(await reader.take(1)).toEqual(['a'])
    },
  },
  {
    name: 'keeps rooms apart',
    async run(relay) {
      const [lobby, help] = [new RelayReader({ relay }), new RelayReader({ relay, room: 'help' })]
      await Promise.all([lobby.take(1), help.take(1)])
      await publish(relay, 'a')
      await relay.publish({ ...messageOf('b'), room: 'help' })
      await publish(relay, 'c')
      expect(await lobby.take(2)).toEqual(['a', 'c'])
      expect(await help.take(1)).toEqual(['b'])
    },
  },
  {
    name: 'stores a message once, however often it is published',
    async run(relay) {
      await publish(relay, 'a', 'b', 'a')
      await Promise.all([publish(relay, 'c'), publish(relay, 'c'), publish(relay, 'a')])
      await publish(relay, 'd')
      expect(await new RelayReader({ relay }).take(5)).toEqual(['a', 'b', 'c', 'd', 'caught up'])
    },
  },
  {
    name: 'emits the same to all subscribers, each from its own position',
    async run(relay) {
      await publish(relay, 'a')
      const early = new RelayReader({ relay })
      await early.take(2)
      const ids = Array.from({ length: 100 }, (_, index) => `at once ${index}`)
      const published = Promise.all(ids.map((id) => publish(relay, id)))
      const late = new RelayReader({ relay })
      await published
      await Promise.all([early.take(100), late.take(102)])
      expect(late.messages).toEqual(early.messages)
      expect(new Set(early.messages.map(({ id }) => id))).toEqual(new Set(['a', ...ids]))
      const numbers = early.messages.map(({ seq }) => seq)
      expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other))
    },
  },
  {
    name: 'emits once and in order what a subscriber publishes while it catches up',
    async run(relay) {
      await publish(relay, 'a', 'b')
      const reader = new RelayReader({
        relay,
        seen: (event) => {
          if (!event.startsWith('behind')) void relay.publish(messageOf(`behind ${event}`))
        },
      })
      const events = await reader.take(6)
      expect(events.filter((event) => !event.startsWith('behind'))).toEqual(['a', 'b', 'caught up'])
      expect(events.filter((event) => event.startsWith('behind'))).toEqual([
        'behind a',
        'behind b',
        'behind caught up',
      ])
    },
  },
  {
    name: 'emits nothing after it was unsubscribed',
    async run(relay) {
      const [left, stays] = [new RelayReader({ relay }), new RelayReader({ relay })]
      await Promise.all([left.take(1), stays.take(1)])
      left.unsubscribe()
      await publish(relay, 'a')
      expect(await stays.take(1)).toEqual(['a'])
      expect(left.messages).toEqual([])
    },
  },
  {
    name: 'keeps the newest messages of each room',
    async run(relay) {
      await relay.publish({ ...messageOf('of another room'), room: 'help' })
      const ids = Array.from({ length: KEPT_PER_ROOM + 3 }, (_, index) => String(index))
      await publish(relay, ...ids)
      const events = await new RelayReader({ relay }).take(KEPT_PER_ROOM + 1)
      expect(events).toEqual([...ids.slice(3), 'caught up'])
      expect(await new RelayReader({ relay, room: 'help' }).take(2)).toEqual([
        'of another room',
        'caught up',
      ])
    },
  },
]

async function publish(relay: Relay, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await relay.publish(messageOf(id))
}

/** A message of Ada's, whose text is its id. */
export function messageOf(id: string): Omit<ChatMessage, 'seq'> {
  return { room: 'lobby', id, text: id, author: 'Ada', time: 1_700_000_000_000 }
}
