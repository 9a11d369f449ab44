/** What a peer saw of one connection. */
export interface Seen {
  /** Connections that arrived under this id. */
  readonly connections: number
  /** Subprotocols that were offered, in order. */
  readonly offered: readonly string[]
  /** Messages in order: `text abc`, `hex 0102`, or `text of 4096 bytes`, `hex of 4096 bytes` when they are long. */
  readonly frames: readonly string[]
  /** The close frame: `4000 bye`, `4000`, `''` without a code; `null` when none came. */
  readonly close: string | null
  /** Ping frames. */
  readonly pings: number
  /** Pong frames. */
  readonly pongs: number
  /** The payload of the last pong frame; `null` when none came. */
  readonly lastPong: string | null
  /** How the other end let go of TCP; `null` while it holds on, or when the peer itself let go first. */
  readonly ended: 'fin' | 'rst' | null
  /** Whether nothing is left of the connection. */
  readonly isGone: boolean
  /** Bytes that the peer could not send, because the other end does not read. */
  readonly unsent: number
}

/** What to wait for before returning what was seen. */
export type Until =
  | 'now'
  | 'connected'
  | 'close'
  | 'ended'
  | 'gone'
  | `frames ${number}`
  | `pings ${number}`
  | `pongs ${number}`
  | `pong ${string}`

/** The other end of a channel under test. */
export interface Peer {
  /** Returns what it saw, once `until` holds, or after five seconds as it is then. */
  seen(until?: Until): Promise<Seen>
  /** Performs acts (see `acts.ts`) on the open connection. */
  tell(acts: string): Promise<void>
}

/** Longer messages are recorded by their length only. */
export const longestRecorded = 1_024

/** Returns whether what was seen is what is waited for. */
export function holds(seen: Seen, until: Until): boolean {
  const [what, count] = until.split(' ')
  if (what === 'connected') return seen.connections > 0
  if (what === 'close') return seen.close !== null
  if (what === 'ended') return seen.ended !== null
  if (what === 'gone') return seen.isGone
  if (what === 'frames') return seen.frames.length >= Number(count)
  if (what === 'pings') return seen.pings >= Number(count)
  if (what === 'pongs') return seen.pongs >= Number(count)
  if (what === 'pong') return seen.lastPong === count
  return true
}
