import { describe, expect, it, vi } from 'vitest'
import { serve } from './serving.js'
import { handshake, textFrame } from './tcp-client.js'
import { serveUndecided } from './undecided.js'

describe('what the client sends before the decision', () => {
  it('is not lost: behind the request, and meanwhile', async () => {
    const { dial, server, signals, decide } = await serveUndecided()
    const seen: unknown[] = []
    server.connections.subscribe((channel) => channel.stream.subscribe((frame) => seen.push(frame)))
    const client = dial()
    client.send(Buffer.concat([Buffer.from(handshake()), textFrame('one'), textFrame('two')]))
    await expect.poll(() => signals.length).toBe(1)
    const four = textFrame('four')
    client.send(textFrame('three')).send(four.subarray(0, 3))
    // The server has read it: a pong would not come before the decision, so another client is answered first.
    await dial().send('GET / HTTP/1.1\r\nHost: a\r\n\r\n').received('app /')
    decide('ann')
    client.send(four.subarray(3))
    await expect.poll(() => seen).toEqual(['one', 'two', 'three', 'four'])
  })

  it('is not lost without authorize', async () => {
    const { dial, server } = await serve()
    const seen: unknown[] = []
    server.connections.subscribe((channel) => channel.stream.subscribe((frame) => seen.push(frame)))
    dial().send(Buffer.concat([Buffer.from(handshake()), textFrame('one')]))
    await expect.poll(() => seen).toEqual(['one'])
  })

  it('is kept up to maxPayload, and the rest is left to TCP', async () => {
    const { http, dial, server, signals, decide } = await serveUndecided({ maxPayload: 100_000 })
    const received = vi.fn<() => number>()
    http.once('connection', (socket) => received.mockImplementation(() => socket.bytesRead))
    const seen: unknown[] = []
    server.connections.subscribe((channel) => channel.stream.subscribe((frame) => seen.push(frame)))
    const client = dial().send(handshake())
    await expect.poll(() => signals.length).toBe(1)
    const frames = Array.from({ length: 300_000 }, () => textFrame('0123456789'))
    client.send(Buffer.concat(frames))
    await expect.poll(() => client.socket.writableLength).toBeGreaterThan(0)
    await expect.poll(() => received()).toBeGreaterThan(100_000)
    expect(received()).toBeLessThan(400_000)
    decide('ann')
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(300_000)
  })
})
