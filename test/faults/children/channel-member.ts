import { firstValueFrom } from 'rxjs'
import type { ConnectionClosedError } from '../../../src/core/errors.js'
import type { KeepAlive } from '../../../src/core/arguments/options.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import type { Member } from './member.js'

/** Opens a channel. */
export async function channelMember(url: string, keepAlive: KeepAlive | false): Promise<Member> {
  const channel = NodeWebSocketChannel.connect(url, { keepAlive })
  const ended = new Promise<string>((resolve) => {
    channel.stream.subscribe({
      error: (error: ConnectionClosedError) => resolve(`${error.name} ${error.code}`),
      complete: () => resolve('complete'),
    })
  })
  await channel.ready
  return {
    echo: async () => {
      const echoed = firstValueFrom(channel.stream)
      channel.sink.add('echo')
      await echoed
    },
    ask: (text) => channel.sink.add(text),
    ended,
  }
}
