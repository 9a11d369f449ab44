import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serveChannels } from '../../src/server.js'
import { stallOf } from '../faults/adversary/memory-watch.js'

const CLIENTS = 5_000
const TIMEOUT = 5_000
// Milliseconds of the event loop.
const LONGEST_STALL = 200

it('5,000 connections are closed with 1001 within the timeout, and the event loop goes on', async () => {
  const http = createServer()
  const server = serveChannels(http, { path: '/' })
  const ends: Record<string, number> = {}
  server.connections.subscribe((channel) => {
    void channel.closed.then(({ code, wasClean }) => {
      const end = `${code} ${wasClean ? 'clean' : 'unclean'}`
      ends[end] = (ends[end] ?? 0) + 1
    })
  })
  http.listen({ port: 0, host: '127.0.0.1', backlog: 2 * CLIENTS })
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const clients = fork(join(import.meta.dirname, 'children/clients.mjs'))
  clients.send({ port, count: CLIENTS })
  expect(await once(clients, 'message')).toEqual(['open', undefined])
  const gone = once(clients, 'message')
  let took = 0
  const stall = await stallOf(async () => {
    const start = performance.now()
    await server.close({ timeout: TIMEOUT })
    took = performance.now() - start
  })
  expect(ends).toEqual({ '1001 clean': CLIENTS })
  expect((await gone)[0]).toEqual({ 1001: CLIENTS })
  expect(took).toBeLessThan(TIMEOUT)
  expect(stall).toBeLessThan(LONGEST_STALL)
  clients.disconnect()
  http.close()
}, 60_000)
