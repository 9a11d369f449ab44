import { describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../src/core/errors.js'
import type { NodeConnectOptions } from '../../src/node.js'
import { withAdversary, type Script } from './adversary/adversary.js'
import { close, text } from './adversary/frames.js'
import { acceptKeyOf, answerTo, head } from './adversary/handshake.js'
import { play } from './adversary/play.js'

/** Answers the request with these lines; `<accept>` stands for the right key. */
function answering(...lines: readonly string[]): Script {
  return async (peer) => {
    const key = acceptKeyOf(await peer.request())
    peer.write(head(lines.map((line) => line.replace('<accept>', key))))
  }
}

const switching = 'HTTP/1.1 101 Switching Protocols'
const upgrade = 'Upgrade: websocket'
const connection = 'Connection: Upgrade'
const accept = 'Sec-WebSocket-Accept: <accept>'
const protocols = ['chat.v2', 'chat.v1']

/** Answers with the right lines and more, then says one word and goodbye. */
function welcoming(...more: readonly string[]): Script {
  return async (peer) => {
    await peer.accept(more)
    peer.write(Buffer.concat([text('welcome'), close(1000)]))
    peer.end('fin')
  }
}

type Case = readonly [name: string, script: Script, failure: object, options?: NodeConnectOptions]

const handshake = { phase: 'handshake' }
const subprotocol = { phase: 'subprotocol' }
const network = { phase: 'network' }

const refusals: readonly Case[] = [
  [
    'a 401',
    answering('HTTP/1.1 401 No', 'WWW-Authenticate: Basic', 'Content-Length: 0'),
    {
      ...handshake,
      status: 401,
      headers: { 'www-authenticate': 'Basic', 'content-length': '0' },
    },
  ],
  [
    'a 403 with a body that never ends',
    answering('HTTP/1.1 403 No', 'Content-Length: 9'),
    { ...handshake, status: 403 },
  ],
  ['a 500', answering('HTTP/1.1 500 Broken', 'Content-Length: 0'), { ...handshake, status: 500 }],
  ['a 502', answering('HTTP/1.1 502 Broken', 'Content-Length: 0'), { ...handshake, status: 502 }],
  ['a 504', answering('HTTP/1.1 504 Slow', 'Content-Length: 0'), { ...handshake, status: 504 }],
  ['a 200', answering('HTTP/1.1 200 OK', 'Content-Length: 0'), { ...handshake, status: 200 }],
  ['no Upgrade header', answering(switching, connection, accept), handshake],
  ['no Connection header', answering(switching, upgrade, accept), handshake],
  [
    'an Upgrade to something else',
    answering(switching, 'Upgrade: foo', connection, accept),
    handshake,
  ],
  ['no accept key', answering(switching, upgrade, connection), handshake],
  [
    'a wrong accept key',
    answering(switching, upgrade, connection, 'Sec-WebSocket-Accept: x'),
    handshake,
  ],
  [
    'an unrequested extension',
    answering(switching, upgrade, connection, accept, 'Sec-WebSocket-Extensions: foo'),
    handshake,
  ],
  [
    'an unrequested subprotocol',
    answering(switching, upgrade, connection, accept, 'Sec-WebSocket-Protocol: chat.v1'),
    subprotocol,
  ],
  [
    'a subprotocol that was not offered',
    answering(switching, upgrade, connection, accept, 'Sec-WebSocket-Protocol: chat.v9'),
    subprotocol,
    { protocols },
  ],
  [
    'a subprotocol in another case',
    answering(switching, upgrade, connection, accept, 'Sec-WebSocket-Protocol: CHAT.V1'),
    subprotocol,
    { protocols },
  ],
  [
    'no subprotocol though some were offered',
    answering(switching, upgrade, connection, accept),
    subprotocol,
    { protocols },
  ],
  ['a garbled status line', answering('HELLO, WHO IS THERE?'), handshake],
  ['the version of another protocol', answering('SSH-2.0-OpenSSH_9.2'), handshake],
  [
    'ten megabytes of header',
    async (peer) => {
      await peer.request()
      peer.write(`${switching}\r\n`)
      await peer.flood(Buffer.from(`X: ${'x'.repeat(65_536)}\r\n`), 160)
    },
    handshake,
  ],
  [
    'nothing but FIN',
    async (peer) => {
      await peer.request()
      peer.end('fin')
    },
    network,
  ],
  [
    'nothing but RST',
    async (peer) => {
      await peer.request()
      peer.end('reset')
    },
    network,
  ],
  ['RST at once', (peer) => peer.end('reset'), network],
]

describe('a server that answers the handshake with', () => {
  it.each(refusals.map(([name, ...rest]) => ({ name, rest })))(
    '$name fails the connection',
    async ({ rest }) => {
      const [script, failure, options = {}] = rest
      const { error, frames, info } = await play(script, options)
      expect(error).toBeInstanceOf(ConnectionFailedError)
      expect(error).toMatchObject(failure)
      expect({ frames, info }).toEqual({
        frames: [],
        info: { code: 1006, reason: '', wasClean: false, initiator: 'failure' },
      })
    },
  )

  const badExtensions = [
    'permessage-deflate; foo=1',
    ...['7', '16', '1000', '-1', 'x'].map(
      (bits) => `permessage-deflate; server_max_window_bits=${bits}`,
    ),
    'permessage-deflate; client_max_window_bits=7',
    'permessage-deflate, permessage-deflate; ',
    ',',
  ]
  it.each(badExtensions)('Sec-WebSocket-Extensions: %s fails it', async (extensions) => {
    const script = answering(
      switching,
      upgrade,
      connection,
      accept,
      `Sec-WebSocket-Extensions: ${extensions}`,
    )
    const { error } = await play(script, { perMessageDeflate: true })
    expect(error).toMatchObject({ name: 'ConnectionFailedError', phase: 'handshake' })
  })

  const oddities: readonly (readonly [string, Script])[] = [
    [
      'several Connection tokens',
      answering(switching, upgrade, 'Connection: keep-alive, Upgrade', accept),
    ],
    ['Upgrade in another case', answering(switching, 'Upgrade: WebSocket', connection, accept)],
    [
      'header names in another case',
      answering(
        switching,
        'UPGRADE: websocket',
        'connection: upgrade',
        'SEC-WEBSOCKET-ACCEPT: <accept>',
      ),
    ],
    [
      'a 101 of HTTP/1.0',
      answering('HTTP/1.0 101 Switching Protocols', upgrade, connection, accept),
    ],
  ]
  it.each(oddities)('%s opens', async (_, script) => {
    const goodbye: Script = async (peer) => {
      await script(peer)
      peer.write(Buffer.concat([text('welcome'), close(1000)]))
      peer.end('fin')
    }
    const { error, frames } = await play(goodbye)
    expect({ error, frames }).toEqual({ error: undefined, frames: ['welcome'] })
  })

  it('an offered subprotocol opens with that', async () => {
    let protocol = ''
    const { error } = await play(
      welcoming('Sec-WebSocket-Protocol: chat.v1'),
      { protocols },
      async (channel) => {
        await channel.ready
        protocol = channel.protocol
      },
    )
    expect({ error, protocol }).toEqual({ error: undefined, protocol: 'chat.v1' })
  })

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    await withAdversary(
      () => undefined,
      async (target) => {
        const script = answering(
          `HTTP/1.1 ${status} Moved`,
          `Location: ${target.url}`,
          'Content-Length: 0',
        )
        const { error } = await play(script, { headers: { authorization: 'Bearer secret' } })
        expect(error).toMatchObject({
          phase: 'handshake',
          status,
          headers: { location: target.url },
        })
        expect(target.peers).toHaveLength(0)
      },
    )
  })

  it('everything in one segment loses nothing', async () => {
    const script: Script = async (peer) => {
      const answer = answerTo(await peer.request())
      peer.write(Buffer.concat([answer, text('one'), text('two'), close(1001, 'PASS')]))
      peer.end('fin')
    }
    const late: unknown[] = []
    const { seen, info } = await play(script, {}, async (channel) => {
      await channel.ready
      channel.stream.subscribe((frame) => late.push(frame))
    })
    expect(seen.frames()).toEqual(['one', 'two'])
    expect(info).toEqual({ code: 1001, reason: 'PASS', wasClean: true, initiator: 'remote' })
  })
})
