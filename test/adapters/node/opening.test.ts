import { describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../../src/core/errors.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { type Script, withAdversary } from '../../faults/adversary/adversary.js'
import { answerTo, head } from '../../faults/adversary/handshake.js'

/** The data of a failed opening, or what else `ready` settled with. */
async function failureOf(script: Script): Promise<unknown> {
  return withAdversary(script, async ({ url }) => {
    const channel = NodeWebSocketChannel.connect(url, { protocols: ['a', 'b'] })
    const error: unknown = await channel.ready.catch((error: unknown) => error)
    if (!(error instanceof ConnectionFailedError)) return error
    const { phase, status, headers } = error
    return { phase, status, headers }
  })
}

describe('an opening that fails', () => {
  it('has the status and the headers of a refusal', async () => {
    const refusing: Script = async (peer) => {
      await peer.request()
      const cookies = ['Set-Cookie: a=1', 'Set-Cookie: b=2']
      peer.write(head(['HTTP/1.1 401 Unauthorized', 'X-Why: because', ...cookies]))
    }
    expect(await failureOf(refusing)).toEqual({
      ...{ phase: 'handshake', status: 401 },
      headers: { 'x-why': 'because', 'set-cookie': 'a=1,b=2' },
    })
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
