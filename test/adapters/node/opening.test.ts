import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { ConnectionFailedError } from '../../../src/core/errors.js'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../../src/node.js'
import { type Script, withAdversary } from '../../faults/adversary/adversary.js'
import { answerTo, head } from '../../faults/adversary/handshake.js'

/** The data of a failed opening, or what else `ready` settled with. */
async function failureOf(
  script: Script,
  options: NodeConnectOptions = {},
  act: (channel: NodeWebSocketChannel) => unknown = () => undefined,
): Promise<unknown> {
  return withAdversary(script, async ({ url }) => {
    const channel = NodeWebSocketChannel.connect(url, { protocols: ['a', 'b'], ...options })
    await act(channel)
    const error: unknown = await channel.ready.catch((error: unknown) => error)
    expect(channel.headers).toBeUndefined()
    if (!(error instanceof ConnectionFailedError)) return error
    const { phase, status, headers, body } = error
    return { phase, status, headers, body }
  })
}

/** Refuses the upgrade with 401. */
function refusing(body: string, headers: readonly string[] = []): Script {
  return async (peer) => {
    await peer.request()
    const length = `Content-Length: ${Buffer.byteLength(body)}`
    peer.write(head(['HTTP/1.1 401 Unauthorized', ...headers, length]))
    peer.write(body)
    await peer.untilEnded()
  }
}

describe('an opening that fails', () => {
  it('has the status, the headers and the body of a refusal', async () => {
    const cookies = ['Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'Set-Cookie: b=2']
    const headers = ['X-Why: because', 'X-Twice: a', 'X-Twice: b', ...cookies]
    expect(await failureOf(refusing('{"error":"expired"}', headers))).toEqual({
      ...{ phase: 'handshake', status: 401, body: '{"error":"expired"}' },
      headers: {
        ...{ 'x-why': 'because', 'x-twice': 'a, b', 'content-length': '19' },
        'set-cookie': ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'],
      },
    })
  })

  it('has an empty body, and an array of one cookie', async () => {
    expect(await failureOf(refusing('', ['Set-Cookie: a=1']))).toMatchObject({
      ...{ body: '', headers: { 'set-cookie': ['a=1'] } },
    })
  })

  it('has the first KiB of a body, without the character that is cut', async () => {
    // One byte, then characters of three bytes: 1024 is in the middle of one.
    expect(await failureOf(refusing(`x${'€'.repeat(400)}`))).toMatchObject({
      body: `x${'€'.repeat(341)}`,
    })
  })

  it('does not wait for the end of an endless body', async () => {
    const endless: Script = async (peer) => {
      await peer.request()
      peer.write(head(['HTTP/1.1 503 Busy', 'Transfer-Encoding: chunked']))
      while (peer.ended === undefined) {
        peer.write(`200\r\n${'x'.repeat(512)}\r\n`)
        await wait(1)
      }
    }
    expect(await failureOf(endless)).toMatchObject({ status: 503, body: 'x'.repeat(1_024) })
  })

  it('has what arrived of a body that breaks off', async () => {
    const broken: Script = async (peer) => {
      await peer.request()
      peer.write(head(['HTTP/1.1 401 Unauthorized', 'Content-Length: 100']))
      peer.write('half')
      await wait(20)
      peer.end('reset')
    }
    expect(await failureOf(broken)).toMatchObject({ status: 401, body: 'half' })
  })

  const withholding: Script = async (peer) => {
    await peer.request()
    peer.write(head(['HTTP/1.1 401 Unauthorized', 'Content-Length: 100']))
    await peer.untilEnded()
  }

  it('waits a second at most for a body', async () => {
    const begin = performance.now()
    expect(await failureOf(withholding)).toMatchObject({ status: 401, body: '' })
    expect(performance.now() - begin).toBeLessThan(5_000)
  })

  it('has the status if connectTimeout expires before the body is there', async () => {
    const failure = await failureOf(withholding, { connectTimeout: 200 })
    expect(failure).toMatchObject({ phase: 'handshake', status: 401, body: '' })
  })

  it('has the status if closeTimeout expires before the body is there', async () => {
    const failure = await failureOf(withholding, { closeTimeout: 200 }, (channel) => {
      void channel.sink.close()
    })
    expect(failure).toMatchObject({ phase: 'handshake', status: 401 })
  })

  it('has the reason of an abort while the body is read', async () => {
    const reason = new Error('enough')
    const failure = await failureOf(withholding, {}, async (channel) => {
      await wait(100)
      channel.abort(reason)
    })
    expect(failure).toBe(reason)
  })

  it('has phase "handshake" for an answer that is no HTTP', async () => {
    const invalidHttp: Script = async (peer) => {
      await peer.request()
      peer.write('nonsense\r\n\r\n')
    }
    expect(await failureOf(invalidHttp)).toMatchObject({ phase: 'handshake' })
  })

  it('has phase "handshake" for an answer with a wrong key', async () => {
    const wrongKey: Script = async (peer) => {
      await peer.request()
      peer.write(answerTo('sec-websocket-key: another'))
    }
    expect(await failureOf(wrongKey)).toMatchObject({ phase: 'handshake' })
  })

  it('has phase "subprotocol" for a subprotocol that was not offered', async () => {
    const choosing: Script = (peer) => peer.accept(['Sec-WebSocket-Protocol: c'])
    expect(await failureOf(choosing)).toMatchObject({ phase: 'subprotocol' })
  })

  it('has phase "network" for a connection that was reset', async () => {
    const resetting: Script = async (peer) => {
      await peer.request()
      peer.end('reset')
    }
    expect(await failureOf(resetting)).toMatchObject({ phase: 'network', status: undefined })
  })
})

describe('an opening that succeeds', () => {
  const cookies = ['Set-Cookie: a=1', 'Set-Cookie: b=2', 'X-Node: 7']
  const accepting: Script = async (peer) => {
    await peer.accept(cookies)
    await peer.untilEnded()
  }
  const answered = { upgrade: 'websocket', 'x-node': '7', 'set-cookie': ['a=1', 'b=2'] }

  it('has the headers of the answer, also after the end', async () => {
    await withAdversary(accepting, async ({ url }) => {
      const channel = NodeWebSocketChannel.connect(url)
      expect(channel.headers).toBeUndefined()
      await channel.ready
      expect(channel.headers).toMatchObject(answered)
      channel.abort()
      expect(channel.headers).toMatchObject(answered)
    })
  })

  it('has the headers that every answer has, but for the proof of the handshake', async () => {
    const bare: Script = async (peer) => {
      await peer.accept()
      await peer.untilEnded()
    }
    await withAdversary(bare, async ({ url }) => {
      const channel = NodeWebSocketChannel.connect(url)
      await channel.ready
      expect(channel.headers).toEqual({ upgrade: 'websocket', connection: 'Upgrade' })
      channel.abort()
    })
  })

  it('has them for a socket of ws that connects when it is adopted, but not for an open one', async () => {
    await withAdversary(accepting, async ({ url }) => {
      const channel = NodeWebSocketChannel.from(new WebSocket(url))
      await channel.ready
      expect(channel.headers).toMatchObject(answered)
      channel.abort()
      const open = new WebSocket(url)
      await once(open, 'open')
      const adopted = NodeWebSocketChannel.from(open)
      expect(adopted.headers).toBeUndefined()
      adopted.abort()
    })
  })
})
