import { describe, expect, it } from 'vitest'
import { config } from 'rxjs'
import type { ServerChannel } from '../../src/server.js'
import { serve } from './serving.js'
import { closeFrame, handshake, textFrame } from './tcp-client.js'

type Name = string | undefined

function nameOf(channel: ServerChannel): Name {
  return channel.request.url
}

describe('connections', () => {
  it('are held while nobody is subscribed, and come to all subscriptions of a tick', async () => {
    const { connect, server } = await serve()
    await connect('/1').ready
    await connect('/2').ready
    const first: Name[] = []
    const second: Name[] = []
    server.connections.subscribe((channel) => first.push(nameOf(channel)))
    expect(first).toEqual([])
    server.connections.subscribe((channel) => second.push(nameOf(channel)))
    await Promise.resolve()
    expect([first, second]).toEqual([
      ['/1', '/2'],
      ['/1', '/2'],
    ])
    await connect('/3').ready
    expect([first, second]).toEqual([
      ['/1', '/2', '/3'],
      ['/1', '/2', '/3'],
    ])
    const late: Name[] = []
    server.connections.subscribe((channel) => late.push(nameOf(channel)))
    await Promise.resolve()
    expect(late).toEqual([])
  })

  it('are held again between two subscriptions', async () => {
    const { connect, server } = await serve()
    const seen: Name[] = []
    const subscription = server.connections.subscribe((channel) => seen.push(nameOf(channel)))
    await connect('/1').ready
    subscription.unsubscribe()
    await connect('/2').ready
    expect(seen).toEqual(['/1'])
    server.connections.subscribe((channel) => seen.push(nameOf(channel)))
    await Promise.resolve()
    expect(seen).toEqual(['/1', '/2'])
  })

  it('come though they have ended while they were held, with their frames and their end', async () => {
    const { dial, server } = await serve()
    const client = dial().send(handshake()).send(textFrame('hello')).send(closeFrame(4001))
    await client.received('\x88\x02\x0f\xa1')
    client.socket.end()
    await expect.poll(() => server.channels.size).toBe(0)
    const seen: unknown[] = []
    server.connections.subscribe((channel) => {
      seen.push(channel.state)
      channel.stream.subscribe({
        next: (frame) => seen.push(frame),
        error: (error: Error) => seen.push(error.message),
      })
    })
    await expect.poll(() => seen).toEqual(['closed', 'hello', 'Connection closed: received 4001'])
  })

  it('come in a loop, which a break does not close', async () => {
    const { connect, server } = await serve()
    const clients = [connect('/1'), connect('/2')]
    const seen: Name[] = []
    for await (const channel of server.connections) {
      seen.push(nameOf(channel))
      break
    }
    for await (const channel of server.connections) {
      seen.push(nameOf(channel))
      break
    }
    expect(seen.sort()).toEqual(['/1', '/2'])
    expect(server.channels.size).toBe(2)
    await Promise.all(clients.map(({ ready }) => ready))
    for (const client of clients) expect(client.state).toBe('open')
  })

  it('complete after close, behind what is held, for later subscriptions too', async () => {
    const { connect, server } = await serve()
    await connect('/1').ready
    await server.close()
    const seen: unknown[] = []
    const observer = {
      next: (channel: ServerChannel) => seen.push(nameOf(channel)),
      complete: () => seen.push('complete'),
    }
    server.connections.subscribe(observer)
    await Promise.resolve()
    expect(seen).toEqual(['/1', 'complete'])
    server.connections.subscribe(observer)
    await Promise.resolve()
    expect(seen).toEqual(['/1', 'complete', 'complete'])
    const rest: unknown[] = []
    for await (const channel of server.connections) rest.push(channel)
    expect(rest).toEqual([])
  })

  it('survive a handler that throws, and reach the other handlers', async () => {
    const reported: unknown[] = []
    config.onUnhandledError = (error) => reported.push(error)
    const { connect, server } = await serve()
    const seen: Name[] = []
    server.connections.subscribe(() => {
      throw new Error('broken')
    })
    server.connections.subscribe((channel) => {
      channel.stream.subscribe((frame) => channel.sink.add(frame))
      seen.push(nameOf(channel))
    })
    const client = connect('/1')
    client.sink.add('hello')
    for await (const frame of client.stream) {
      expect(frame).toBe('hello')
      break
    }
    await connect('/2').ready
    await expect.poll(() => seen).toEqual(['/1', '/2'])
    await expect.poll(() => reported.length).toBe(2)
    config.onUnhandledError = null
  })
})

describe('channels', () => {
  it('contain each channel until its end, and not while anybody hears of that', async () => {
    const { connect, server } = await serve()
    const client = connect()
    await client.ready
    const [channel] = server.channels
    if (!channel) throw new Error('There is no channel')
    const heard: [string, boolean][] = []
    const look = (what: string) => (): void => {
      heard.push([what, server.channels.has(channel)])
    }
    channel.states.subscribe((state) => heard.push([state, server.channels.has(channel)]))
    channel.stream.subscribe({ complete: look('complete') })
    void channel.closed.then(look('closed promise'))
    void client.sink.close(1000)
    await channel.closed
    await expect.poll(() => heard.length).toBe(4)
    expect(heard).toEqual([
      ['open', true],
      ['closed', false],
      ['closed promise', false],
      ['complete', false],
    ])
  })

  it('contain a channel that closes', async () => {
    const { dial, server } = await serve()
    // It does not answer the close frame.
    await dial().send(handshake()).received('\r\n\r\n')
    const [channel] = server.channels
    void channel?.sink.close(1001)
    expect(channel?.state).toBe('closing')
    expect(server.channels.size).toBe(1)
    channel?.abort()
    expect(server.channels.size).toBe(0)
  })

  it('may send the codes of a server', async () => {
    const { connect, server } = await serve()
    const client = connect()
    await client.ready
    const [channel] = server.channels
    void channel?.sink.close(1013, 'later')
    expect(await client.closed).toMatchObject({ code: 1013, reason: 'later' })
  })

  it('end with what maxPayload, maxHeldBytes and keepAlive say', async () => {
    const { dial, server } = await serve({
      maxPayload: 10,
      maxHeldBytes: 20,
      keepAlive: { interval: 30, timeout: 30 },
    })
    const ends: Record<string, Error> = {}
    const causes: Record<string, unknown> = {}
    const held = dial().send(handshake({}, { target: '/held' }))
    for (let count = 0; count < 3; count++) held.send(textFrame('0123456789'))
    const large = dial().send(handshake({}, { target: '/large' }))
    large.send(textFrame('0123456789x'))
    const silent = dial().send(handshake({}, { target: '/silent' }))
    await Promise.all([held, large, silent].map((client) => client.ended()))
    server.connections.subscribe((channel) => {
      const name = String(nameOf(channel))
      channel.stream.subscribe({ error: (error: Error) => (ends[name] = error) })
      void channel.closed.then(({ cause }) => (causes[name] = cause))
    })
    await expect.poll(() => Object.keys(ends).length).toBe(3)
    await expect.poll(() => Object.keys(causes).length).toBe(3)
    // The error of the platform is the cause of that of `stream`. Others are in both.
    expect(causes).toEqual({ ...ends, '/large': ends['/large']?.cause })
    expect(causes['/large']).toBeInstanceOf(RangeError)
    expect(ends['/held']?.name).toBe('BufferOverflowError')
    expect(ends['/large']).toMatchObject({ name: 'ConnectionClosedError', code: 1006 })
    expect(ends['/large']?.message).toContain('maxPayload')
    expect(ends['/silent']?.name).toBe('KeepAliveTimeoutError')
  })
})
