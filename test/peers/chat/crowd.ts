import { ChatClient } from '../../../examples/chat/client.js'
import type { ChatMessage } from '../../../examples/chat/messages.js'
import { exponentialBackoff } from '../../../src/index.node.js'

/** A client, and what it has said and seen in each of its rooms. */
export class Member {
  readonly name: string
  readonly said = new Map<string, string[]>()
  readonly seen = new Map<string, ChatMessage[]>()
  /** How often it has lost its connection. */
  losses = 0
  readonly #client: ChatClient
  #changed = (): void => undefined

  constructor({ name, port, rooms }: { name: string; port: number; rooms: readonly string[] }) {
    this.name = name
    for (const room of rooms) {
      this.said.set(room, [])
      this.seen.set(room, [])
    }
    const url = `ws://127.0.0.1:${port}/chat?name=${name}`
    this.#client = new ChatClient({
      url,
      rooms,
      backoff: exponentialBackoff({ initial: 200, max: 1_000 }),
    })
    this.#client.messages.subscribe((message) => {
      this.seen.get(message.room)?.push(message)
      this.#changed()
    })
    this.#client.statuses.subscribe(({ name }) => {
      if (name === 'waiting') this.losses++
    })
  }

  get unseen(): number {
    return [...this.#client.unseen].length
  }

  /** Says something in each of its rooms. */
  say(): void {
    for (const [room, texts] of this.said) {
      const text = `${this.name} in ${room}: ${texts.length}`
      texts.push(text)
      this.#client.say(room, text)
    }
  }

  /** Resolves when it has seen this many messages in a room. */
  async sees(room: string, count: number): Promise<void> {
    while ((this.seen.get(room) ?? []).length < count) {
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
  }

  /** Connects anew, at once. */
  reconnect(): void {
    this.#client.reconnect()
  }

  async close(): Promise<void> {
    await this.#client.close()
  }
}

interface CrowdOptions {
  readonly port: number
  readonly members: number
  readonly rooms: number
}

/** Many clients, each in two of the rooms. */
export class Crowd {
  readonly rooms: readonly string[]
  readonly members: readonly Member[]

  constructor({ port, members, rooms }: CrowdOptions) {
    this.rooms = Array.from({ length: rooms }, (_, index) => `room-${index}`)
    this.members = Array.from({ length: members }, (_, index) => {
      const two = [index, index + 1 + (index % (rooms - 1))].map((room) => `room-${room % rooms}`)
      return new Member({ name: `member-${index}`, port, rooms: two })
    })
  }

  get losses(): number {
    return this.members.reduce((sum, { losses }) => sum + losses, 0)
  }

  /** All that was said in a room: what each member said, in its order. */
  saidIn(room: string): readonly (readonly string[])[] {
    return this.members.flatMap(({ said }) => {
      const texts = said.get(room)
      return texts ? [texts] : []
    })
  }

  /** Resolves when each member has seen as many messages as were said in its rooms. */
  async seesAll(): Promise<void> {
    const counts = new Map(this.rooms.map((room) => [room, this.saidIn(room).flat().length]))
    for (const member of this.members) {
      for (const room of member.said.keys()) await member.sees(room, counts.get(room) ?? 0)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
  }
}
