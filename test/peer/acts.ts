/** One thing that a peer does on an open connection. */
export type Act =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hex'; readonly hex: string }
  | { readonly kind: 'pieces'; readonly pieces: readonly string[] }
  | { readonly kind: 'ping'; readonly text: string }
  | { readonly kind: 'pong' }
  | { readonly kind: 'raw'; readonly hex: string }
  | { readonly kind: 'flood'; readonly count: number; readonly size: number }
  | { readonly kind: 'beat'; readonly every: number }
  | { readonly kind: 'close'; readonly code: number | undefined; readonly reason: string }
  | { readonly kind: 'drop'; readonly how: 'fin' | 'rst' }
  | { readonly kind: 'read'; readonly isOn: boolean }

/**
 * Reads acts from a query, in its order; keys that name none are left alone.
 *
 * `text=abc`, `hex=0102`, `pieces=a|b` (one fragmented message), `ping=abc`, `pong=`, `raw=8900` (bytes as they are),
 * `flood=100,4096` (numbered binary messages of a size), `beat=20` (a text every 20 ms), `close=`, `close=4000 bye`,
 * `drop=fin`, `drop=rst`, `read=off`, `read=on`.
 */
export function parseActs(query: string | URLSearchParams): Act[] {
  return [...new URLSearchParams(query)].flatMap(([kind, value]) => parseAct(kind, value) ?? [])
}

function parseAct(kind: string, value: string): Act | undefined {
  return parsers[kind]?.(value)
}

const parsers: Readonly<Record<string, (value: string) => Act>> = {
  text: (text) => ({ kind: 'text', text }),
  ping: (text) => ({ kind: 'ping', text }),
  pong: () => ({ kind: 'pong' }),
  hex: (hex) => ({ kind: 'hex', hex }),
  raw: (hex) => ({ kind: 'raw', hex }),
  pieces: (value) => ({ kind: 'pieces', pieces: value.split('|') }),
  beat: (value) => ({ kind: 'beat', every: Number(value) }),
  drop: (value) => ({ kind: 'drop', how: value === 'rst' ? 'rst' : 'fin' }),
  read: (value) => ({ kind: 'read', isOn: value !== 'off' }),
  flood: parseFlood,
  close: parseClose,
}

function parseFlood(value: string): Act {
  const [count, size] = value.split(',').map(Number)
  return { kind: 'flood', count: count ?? 1, size: size ?? 4 }
}

function parseClose(value: string): Act {
  const [code = '', ...reason] = value.split(' ')
  return { kind: 'close', code: code === '' ? undefined : Number(code), reason: reason.join(' ') }
}

/** The messages of a flood: the number in the first four bytes, zeros up to the size. */
export function* floodMessages(count: number, size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let number = 0; number < count; number += 1) {
    const message = new Uint8Array(Math.max(size, 4))
    new DataView(message.buffer).setUint32(0, number)
    yield message
  }
}
