import { once } from 'node:events'
import { createServer, type IncomingMessage, request as requestFrom } from 'node:http'
import type { ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { answerFile } from '../setup/served-file.js'

/** What is in front of an application: its files, or the port of a server that renders it. */
export type Application = { readonly folder: string } | { readonly port: number }

/** What is in front of an application in production: serves it, and passes WebSocket connections on to the chat. */
export class Front {
  readonly #application: Application
  readonly #chat: number
  readonly #server = createServer((request, response) => {
    // The page has gone, or the server that renders it.
    this.#serve(request, response).catch(() => response.destroy())
  })

  /** @param chat Port of the chat. */
  constructor(application: Application, chat: number) {
    this.#application = application
    this.#chat = chat
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#passOn(request, socket, head),
    )
  }

  /** Resolves with the address of the application. */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The page reports an answer of 404 or 502 as an error.
    if ('port' in this.#application) {
      await get(this.#application.port, request).then(
        (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
        () => response.writeHead(502).end(),
      )
      return
    }
    await answerFile(response, this.#application.folder, request.url ?? '/')
  }

  #passOn({ url = '/', rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const chat = connect(this.#chat, '127.0.0.1')
    const headers = rawHeaders.map((word, index) => (index % 2 === 0 ? `${word}: ` : `${word}\r\n`))
    chat.write(`GET ${url} HTTP/1.1\r\n${headers.join('')}\r\n`)
    chat.write(head)
    for (const [from, to] of [
      [chat, socket],
      [socket, chat],
    ] as const) {
      from.pipe(to)
      // Refused or reset: the close follows.
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
    }
  }
}

/** Resolves with the answer of a server to a request. */
async function get(port: number, asked: IncomingMessage): Promise<IncomingMessage> {
  const { url, headers, socket } = asked
  const request = requestFrom({ host: '127.0.0.1', port, path: url, headers })
  // Before the answer `once` rejects. In the middle of it, the answer fails too, and the browser sees its connection end.
  request.on('error', () => undefined)
  const [answer] = (await once(request.end(), 'response')) as [IncomingMessage]
  answer.on('error', () => socket.destroy())
  return answer
}
