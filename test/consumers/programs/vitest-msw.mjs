import { afterAll, beforeAll, expect, test } from 'vitest'
import { ws } from 'msw'
import { setupServer } from 'msw/node'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { converse } from './conversation.mjs'

const chat = ws.link('wss://chat.example')
const server = setupServer(
  chat.addEventListener('connection', ({ client }) => {
    client.addEventListener('message', ({ data }) => client.send(data))
  }),
)

beforeAll(() => server.listen())
afterAll(() => server.close())

test('./browser talks to a handler of MSW', async () => {
  const channel = BrowserWebSocketChannel.connect('wss://chat.example')
  expect(await converse(channel, 4000)).toMatchObject({
    text: 'Hello!',
    binary: [1, 2, 3],
    closed: { code: 4000, reason: 'bye', initiator: 'local' },
  })
})
