// How do I test my code without a network?
// `channelPair` gives the two ends of a connection in memory: one for your code, one that plays the server.
import assert from 'node:assert/strict'
import { firstValueFrom } from 'rxjs'
import { channelPair, type Channel, type Frame, type Sendable } from 'web-socket-channel'

async function login(channel: Channel<Frame, Sendable>, name: string): Promise<string> {
  channel.sink.add(`login ${name}`)
  return String(await firstValueFrom(channel.stream))
}

const [client, server] = channelPair()
const request = firstValueFrom(server.stream)
const answer = login(client, 'Ada')

assert.equal(await request, 'login Ada')
server.sink.add('welcome')
assert.equal(await answer, 'welcome')

await client.sink.close(1000)
assert.equal(server.closeCode, 1000)
console.log('passed')
