import { createHash } from 'node:crypto'
import { firstValueFrom, take, toArray } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { CloseInfo, Frame } from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import type { Running } from './platform.js'
import { recipes, startRecipe } from './servers/start-recipe.js'

// The programs of docs/servers.md, each in its runtime. What they do with a channel is in `servers/talk.mjs`.
describe.each(Object.entries(recipes))('a channel of a socket of %s', (_, recipe) => {
  let server: Running & { readonly port: number }
  beforeAll(async () => {
    server = await startRecipe(recipe)
  })
  afterAll(() => server.stop())

  /** Connects, and resolves when the server has greeted. */
  async function greeted(): Promise<NodeWebSocketChannel> {
    const channel = NodeWebSocketChannel.connect(`ws://127.0.0.1:${server.port}/chat`)
    expect(await receive(channel, 1)).toEqual(['Welcome!'])
    return channel
  }

  it('receives what was sent right behind the handshake, text and binary, in order', async () => {
    const large = new Uint8Array(2 ** 19).map((_, index) => (index * index) % 251)
    const frames = ['', 'é😀', new Uint8Array(), Uint8Array.of(0, 255), 'x'.repeat(2 ** 19), large]
    const channel = NodeWebSocketChannel.connect(`ws://127.0.0.1:${server.port}/chat`)
    for (const frame of frames) channel.sink.add(frame)
    const received = await receive(channel, 7)
    expect(received.map(digest)).toEqual(['Welcome!', ...frames].map(digest))
    await channel.sink.close()
  })

  it('sends and receives bursts', async () => {
    const channel = await greeted()
    const frames = Array.from({ length: 2_000 }, (_, index) => `frame ${index}`)
    for (const frame of frames) channel.sink.add(frame)
    expect(await receive(channel, 2_000)).toEqual(frames)
    await channel.sink.close()
  })

  it('loses nothing of what it sends at once', async () => {
    const channel = await greeted()
    channel.sink.add('send 12 MiB')
    const frames = await receive(channel, 12)
    expect(frames.map((frame) => [frame.length, frame[0]])).toEqual(
      Array.from({ length: 12 }, (_, index) => [2 ** 20, index]),
    )
    await channel.sink.close()
  })

  it('closes with a code and a reason', async () => {
    const channel = await greeted()
    channel.sink.add('close with 4002')
    expect(await channel.closed).toEqual({
      ...{ code: 4002, reason: 'bye', wasClean: true, initiator: 'remote' },
    })
    await expectEnd({ code: 4002, reason: 'bye', wasClean: true, initiator: 'local' })
  })

  it('reports with which code and reason the client closed', async () => {
    const channel = await greeted()
    expect(await channel.sink.close(4001, 'enough')).toMatchObject({ code: 4001, wasClean: true })
    await expectEnd({ code: 4001, reason: 'enough', wasClean: true, initiator: 'remote' })
  })

  it('reports a client that was lost, and serves others', async () => {
    const channel = await greeted()
    channel.abort()
    await channel.closed
    await expectEnd({ code: 1006, reason: '', wasClean: false, initiator: 'failure' })
  })

  /** Expects that the server has seen a connection end like this. It may see it later than this side. */
  async function expectEnd(end: Omit<CloseInfo, 'cause'>): Promise<void> {
    const channel = await greeted()
    await vi.waitFor(async () => {
      expect(await endsSeenBy(channel)).toContainEqual(end)
    })
    await channel.sink.close()
  }
})

describe.each([recipes.Bun, recipes['Hono on Bun']])('a channel of a socket of Bun', (recipe) => {
  it('ends when Bun drops a message, so that none is missing without notice', async () => {
    const server = await startRecipe(recipe)
    onTestFinished(() => server.stop())
    const url = `ws://127.0.0.1:${server.port}/chat`
    const channel = NodeWebSocketChannel.connect(url, { highWaterMark: 1 })
    channel.sink.add('send 60 MiB')
    const frames: Frame[] = []
    // An iteration that is behind pauses the socket: a client that reads might take all before Bun drops anything.
    const read = async (): Promise<void> => {
      for await (const frame of channel.stream) {
        if (frames.push(frame) === 1) await someEnd(url)
      }
    }
    await expect(read()).rejects.toThrow()
    expect(await channel.closed).toMatchObject({ code: 1006, wasClean: false })
    const [greeting, ...numbered] = frames
    expect(greeting).toBe('Welcome!')
    expect(numbered.map(([number]) => number)).toEqual(numbered.map((_, index) => index))
    expect(numbered.length).toBeLessThan(60)
  })
})

/** Resolves when a server of `servers/talk.mjs` has seen a connection end. */
async function someEnd(url: string): Promise<void> {
  const channel = NodeWebSocketChannel.connect(url)
  expect(await receive(channel, 1)).toEqual(['Welcome!'])
  await vi.waitFor(async () => expect(await endsSeenBy(channel)).toHaveLength(1), 4_000)
  await channel.sink.close()
}

/** How connections have ended, as the server at the other end of a channel has seen it. */
async function endsSeenBy(channel: NodeWebSocketChannel): Promise<unknown> {
  channel.sink.add('how did others end?')
  const [ends] = await receive(channel, 1)
  return JSON.parse(String(ends))
}

function receive(channel: NodeWebSocketChannel, count: number): Promise<Frame[]> {
  return firstValueFrom(channel.stream.pipe(take(count), toArray()))
}

/** A large frame in a few characters, with its type. */
function digest(frame: Frame): string {
  const sum = createHash('sha256').update(frame).digest('hex')
  return `${typeof frame} of ${frame.length}: ${sum}`
}
