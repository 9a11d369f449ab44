import type { Peer, Seen, Until } from './peer.js'

/** The peer of one connection, asked over HTTP: the same in pages and in every runtime. */
export class RemotePeer implements Peer {
  readonly #server: string
  readonly #id: string

  constructor(server: string, id: string) {
    this.#server = server
    this.#id = id
  }

  async seen(until: Until = 'now'): Promise<Seen> {
    return (await this.#ask('seen', { until })) as Seen
  }

  async tell(acts: string): Promise<void> {
    await this.#ask('tell', { acts })
  }

  /** Has the peer connect to a server and play a script there. */
  async dial(to: string, script: string): Promise<void> {
    await this.#ask('dial', { to, script })
  }

  async #ask(what: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    const parameters = new URLSearchParams({ ...query, id: this.#id })
    const response = await fetch(`${this.#server}/${what}?${parameters}`)
    if (!response.ok) throw new Error(`The peer refused: ${await response.text()}`)
    return await response.json()
  }
}
