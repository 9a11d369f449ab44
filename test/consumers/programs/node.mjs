import { firstValueFrom } from 'rxjs'
import { NodeWebSocketChannel } from 'web-socket-channel/node'
import { converse } from './conversation.mjs'

export async function node() {
  const headers = { 'X-Token': 'my-token' }
  const channel = NodeWebSocketChannel.connect(`${globalThis.echoUrl}/headers`, { headers })
  const token = await firstValueFrom(channel.stream)
  return { token, ...(await converse(channel, 4000)) }
}
