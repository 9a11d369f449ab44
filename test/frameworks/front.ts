import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Duplex } from 'node:stream'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** What is in front of an application in production: serves its files, and passes WebSocket connections on to the chat. */
export class Front {
  readonly #folder: string
  readonly #chat: number
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  /**
   * @param folder The files of the application.
   * @param chat Port of the chat.
   */
  constructor(folder: string, chat: number) {
    this.#folder = folder
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

  async #serve({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = url.split('?')
    const file = join(this.#folder, path === '/' ? 'index.html' : path)
    try {
      const content = await readFile(file)
      response.writeHead(200, { 'content-type': types[extname(file)] }).end(content)
    } catch {
      // The page reports it as an error.
      response.writeHead(404).end()
    }
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
