import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { WebSocketServer } from 'ws'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a server that sends every frame back; at `/headers` it first sends the request's `x-token`. */
    readonly echoUrl: string
  }
}

/** Starts the server that the consumers connect to. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket, request) => {
    if (request.url === '/headers') socket.send(String(request.headers['x-token']))
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await once(server, 'listening')
  project.provide('echoUrl', `ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
}
