/** What an adapter's platform can do, or what its peer can; an adapter gives the reason if it lacks one. */
export type Capability = keyof typeof capabilities

export const capabilities = {
  opening: 'the channel is made before its connection is open',
  checking: '`connect` checks its arguments in the call',
  httpStatus: 'a failed opening shows the HTTP answer',
  phases: 'a failed opening shows how far it came',
  adopting: '`from` takes a socket of the platform in any state',
  constructing: 'the `WebSocket` option takes a class of the platform to use',
  platformOption: 'the `WebSocket` option replaces the class of the platform',
  ping: 'the socket has ping frames',
  noPing: 'the socket has no ping frames',
  pingBursts: 'the platform answers however many pings arrive at once',
  pause: 'the socket can be paused',
  noPause: 'the socket cannot be paused',
  drop: '`abort` drops TCP without a close frame',
  clientCodes: 'only the codes of a client may be sent',
  serverCodes: 'the codes of a server may be sent',
  rawPeer: 'the peer can break the protocol, byte by byte',
  stallingPeer: 'the peer can stop reading, so that the sender stalls',
  unofferedProtocol: 'the platform survives a subprotocol that nobody offered',
  maxPayload: 'an option limits the size of messages',
  peerOwnCodes: 'the peer can close with codes that are not for applications',
  checkedCodes: 'the platform checks the code of a close frame',
  byteOrderMark: 'a leading byte order mark survives',
  ownProcess: 'the timers of the process are those of the channel',
  rawFrames: 'messages are frames as they are sent, which count their own bytes',
  signal: 'an option takes a signal that aborts the channel',
  typeErrors: 'what cannot be sent is refused with a TypeError',
} as const

/** The capabilities that an adapter lacks, with the reason for each. */
export type Missing = Readonly<Partial<Record<Capability, string>>>
