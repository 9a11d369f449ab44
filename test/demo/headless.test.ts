import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { startEchoServer } from '../../src/testing.js'
import { DemoProcess } from './demo-process.js'

async function serverThat(answer: (server: WebSocketServer) => void): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })
  answer(server)
  await once(server, 'listening')
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('sends text and binary, and prints what came back, the subprotocol and the close code', async () => {
  const { exitCode, output, problems } = await new DemoProcess('--headless').result
  expect({ exitCode, output: output.replace(/:\d+\//, ':PORT/'), problems }).toEqual({
    exitCode: 0,
    output: `connected to ws://127.0.0.1:PORT/
subprotocol: echo
sent text "Hello!"
received text "Hello!"
sent binary 0001feff
received binary 0001feff
closed: 1000 "done", clean
`,
    problems: '',
  })
})

it('exits 1 and says why when nothing listens', async () => {
  const gone = await startEchoServer()
  await gone.close()
  const { exitCode, output, problems } = await new DemoProcess('--headless', '--server', gone.url)
    .result
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' })
  expect(problems).toMatch(/^Connection to ws:\/\/127\.0\.0\.1:\d+\/ failed: .*\n$/)
})

it('exits 1 and names the HTTP status of a server that speaks no WebSocket', async () => {
  const server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { exitCode, problems } = await new DemoProcess('--headless', '--server', url).result
  expect(exitCode).toBe(1)
  expect(problems).toContain('404')
})

it('exits 1 when the server closes without an answer', async () => {
  const url = await serverThat((server) => server.on('connection', (socket) => socket.close(1000)))
  const { exitCode, problems } = await new DemoProcess('--headless', '--server', url).result
  expect({ exitCode, problems }).toEqual({
    exitCode: 1,
    problems: 'The server closed without an answer\n',
  })
})

it('exits 1 when something else comes back', async () => {
  const url = await serverThat((server) => {
    server.on('connection', (socket) => socket.send('I am no echo'))
  })
  const { exitCode, problems } = await new DemoProcess('--headless', '--server', url).result
  expect({ exitCode, problems }).toEqual({
    exitCode: 1,
    problems: 'The server is no echo server\n',
  })
})
