// How do I drive Chromium over the Chrome DevTools protocol?
// Opens a page, evaluates an expression in it, saves a screenshot. `requests` joins commands and answers; events are in `stream`.
// First start a browser: chromium --headless --remote-debugging-port=9222
import { writeFile } from 'node:fs/promises'
import { filter, firstValueFrom } from 'rxjs'
import { json, requests, WebSocketChannel } from 'web-socket-channel'

interface Command {
  readonly id?: number
  readonly sessionId?: string
  readonly method: string
  readonly params?: object
}

/** The answer to a command has its id and a result or an error. An event has a method. */
interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

const browser = process.argv[2] ?? 'http://127.0.0.1:9222'
const url = process.argv[3] ?? 'data:text/html,<title>Hello!</title>'
const file = process.argv[4] ?? 'screenshot.png'

const version = await fetch(new URL('/json/version', browser))
const { webSocketDebuggerUrl } = (await version.json()) as { webSocketDebuggerUrl: string }

const channel = WebSocketChannel.connect(webSocketDebuggerUrl).pipe(
  json<Message, Command>(),
  requests({
    stamp: (command, id) => ({ ...command, id }),
    answers: ({ id }) => id,
    failure: ({ error }) => error && new Error(`${error.message} (code ${error.code})`),
    // Without this, events wait in memory until somebody subscribes.
    unobserved: 'drop',
  }),
)

async function send<Result>(command: Command): Promise<Result> {
  const { result } = await channel.request(command)
  return result as Result
}

const { targetId } = await send<{ targetId: string }>({
  method: 'Target.createTarget',
  params: { url: 'about:blank' },
})
const { sessionId } = await send<{ sessionId: string }>({
  method: 'Target.attachToTarget',
  params: { targetId, flatten: true },
})

await send({ method: 'Page.enable', sessionId })
const isLoad = ({ method }: Message): boolean => method === 'Page.loadEventFired'
const loaded = firstValueFrom(channel.stream.pipe(filter(isLoad)))
await send({ method: 'Page.navigate', sessionId, params: { url } })
await loaded

const { result } = await send<{ result: { value: unknown } }>({
  method: 'Runtime.evaluate',
  sessionId,
  params: { expression: 'document.title' },
})
console.log('title:', result.value)

const { data } = await send<{ data: string }>({ method: 'Page.captureScreenshot', sessionId })
await writeFile(file, data, 'base64')
console.log('screenshot:', file)

await send({ method: 'Page.close', sessionId })
await channel.sink.close()
