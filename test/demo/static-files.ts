import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeStaticPage } from '../../examples/demo/static-page.js'
import { answerFile } from '../setup/served-file.js'

/** The static page, written into a folder and served from some path of a web server that knows nothing about it. */
export class StaticFiles {
  readonly url: string
  readonly #server: Server
  readonly #folder: string

  private constructor(server: Server, folder: string) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/demo/`
    this.#server = server
    this.#folder = folder
  }

  static async serve(): Promise<StaticFiles> {
    const folder = await mkdtemp(join(tmpdir(), 'static-demo-'))
    await writeStaticPage(folder)
    const server = createServer(({ url = '/' }, response) => {
      void answerFile(response, folder, url.replace(/^\/docs\/demo\//, ''))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new StaticFiles(server, folder)
  }

  async stop(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await rm(this.#folder, { recursive: true })
  }
}
