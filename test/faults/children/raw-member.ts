import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Member } from './member.js'

/** Opens a connection by `ws` alone, to compare with. */
export async function rawMember(url: string): Promise<Member> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  socket.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => {
    socket.on('close', (code) => resolve(`close ${code}`))
  })
  await once(socket, 'open')
  return {
    echo: async () => {
      const echoed = once(socket, 'message')
      socket.send('echo')
      await echoed
    },
    ask: (text) => socket.send(text),
    ended,
  }
}
