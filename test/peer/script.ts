import { parseActs, type Act } from './acts.js'

/** How a peer answers the request for a WebSocket. */
export type Answer =
  | { readonly kind: 'accept'; readonly protocol: 'known' | 'none' | { readonly choose: string } }
  | { readonly kind: 'accept-when-told' }
  | { readonly kind: 'status'; readonly code: number; readonly location: string | undefined }
  | { readonly kind: 'drip'; readonly every: number }
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'never' }

/** What a peer does, read from the path and query of an address. */
export interface Script {
  readonly answer: Answer
  /** Done right after open, the first of them in the TCP segment of the handshake's answer. */
  readonly acts: readonly Act[]
  readonly echoes: boolean
  readonly answersClose: boolean
  readonly answersPing: boolean
  readonly reads: boolean
  /** Whether every byte goes in a separate TCP segment. */
  readonly isBytewise: boolean
}

const polite: Script = {
  answer: { kind: 'accept', protocol: 'known' },
  acts: [],
  echoes: false,
  answersClose: true,
  answersPing: true,
  reads: true,
  isBytewise: false,
}

/**
 * Reads a script. After open: `/echo`, `/silent`, `/send?text=a&hex=00` (any acts), `/close?code=4000&reason=bye`,
 * `/drop?how=rst`, `/flood?count=10&size=100`, `/never-close`, `/no-pong`, `/stop-reading`, `/bytewise`.
 * Instead of opening: `/no-answer`, `/late`, `/status?code=401`, `/redirect?code=302&to=...`, `/drip?every=20`,
 * `/garbage`, `/hang-up`, `/wrong-key`, `/no-upgrade`. The subprotocol: `/protocol?choose=x`,
 * `/protocol?choose=` (chooses none). All of them take acts as well.
 */
export function parseScript(address: string): Script {
  const { pathname, searchParams } = new URL(address, 'ws://peer')
  const acts = parseActs(searchParams)
  const script = scripts[pathname.slice(1)]
  if (script === undefined) throw new RangeError(`Cannot play ${pathname}: there is no such script`)
  return { ...polite, acts, ...script(searchParams, acts) }
}

const scripts: Readonly<
  Record<string, (query: URLSearchParams, acts: readonly Act[]) => Partial<Script>>
> = {
  echo: () => ({ echoes: true }),
  silent: () => ({}),
  send: () => ({}),
  close: (query) => ({ acts: [closeAct(query)] }),
  drop: (query, acts) => ({
    acts: [...acts, { kind: 'drop', how: query.get('how') === 'rst' ? 'rst' : 'fin' }],
  }),
  flood: (query, acts) => ({
    acts: [
      { kind: 'flood', count: Number(query.get('count')), size: Number(query.get('size')) },
      ...acts,
    ],
  }),
  'never-close': () => ({ answersClose: false }),
  'no-pong': () => ({ answersPing: false, answersClose: false }),
  'stop-reading': () => ({ reads: false }),
  bytewise: () => ({ isBytewise: true }),
  protocol: (query) => {
    const choose = query.get('choose') ?? ''
    return { answer: { kind: 'accept', protocol: choose === '' ? 'none' : { choose } } }
  },
  'no-answer': () => ({ answer: { kind: 'never' } }),
  late: () => ({ answer: { kind: 'accept-when-told' } }),
  status: (query) => ({
    answer: { kind: 'status', code: Number(query.get('code')), location: undefined },
  }),
  redirect: (query) => ({
    answer: {
      kind: 'status',
      code: Number(query.get('code')),
      location: query.get('to') ?? undefined,
    },
  }),
  drip: (query) => ({ answer: { kind: 'drip', every: Number(query.get('every') ?? 20) } }),
  garbage: () => ({ answer: { kind: 'raw', text: 'SSH-2.0-OpenSSH_9.2\r\n\r\n' } }),
  'hang-up': () => ({ answer: { kind: 'drop' } }),
  'wrong-key': () => ({ answer: { kind: 'raw', text: switching('not-the-key', 'websocket') } }),
  'no-upgrade': () => ({ answer: { kind: 'raw', text: switching('not-the-key', 'soup') } }),
}

function closeAct(query: URLSearchParams): Act {
  const code = query.get('code')
  return {
    kind: 'close',
    code: code === null ? undefined : Number(code),
    reason: query.get('reason') ?? '',
  }
}

/** The head of an answer that switches protocols. */
export function switching(accept: string, upgrade: string, protocol?: string): string {
  return [
    'HTTP/1.1 101 Switching Protocols',
    `Upgrade: ${upgrade}`,
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '\r\n',
  ].join('\r\n')
}
