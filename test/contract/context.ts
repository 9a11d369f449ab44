import type * as errors from '../../src/core/errors.js'
import type { ConnectOptions } from '../../src/core/arguments/options.js'
import type { Peer } from '../peer/peer.js'
import { RemotePeer } from '../peer/remote-peer.js'
import type { Adapter, AnyChannel, Client, Link } from './adapter.js'
import { ContractBroken, equal, within } from './assert.js'
import type { ContractCase } from './contract-case.js'
import { watchUnhandled } from './unhandled.js'

/** The error classes of the entry under test. */
export type Errors = Pick<
  typeof errors,
  | 'WebSocketChannelError'
  | 'ConnectionFailedError'
  | 'ConnectionClosedError'
  | 'KeepAliveTimeoutError'
  | 'BufferOverflowError'
  | 'InvalidStateError'
>

/** All that a case gets: channels with scripted peers, and what the entry under test exports. */
export class Context {
  readonly errors: Errors
  readonly #adapter: Adapter
  readonly #channels: AnyChannel[] = []
  readonly #unhandled = watchUnhandled()

  constructor(adapter: Adapter, errors: Errors) {
    this.#adapter = adapter
    this.errors = errors
  }

  /** Makes a channel whose peer plays the script, in whatever state it then is. */
  async start(script: string, options: ConnectOptions = {}): Promise<Link> {
    return this.#keep(await this.#adapter.start(script, options))
  }

  /** Makes a channel whose peer plays the script, and waits until it is open. */
  async open(script: string, options: ConnectOptions = {}): Promise<Link> {
    const link = await this.start(script, options)
    await within(link.channel.ready, '`ready`')
    return link
  }

  /** Connects at once; needs the capability `opening`. */
  connect(script: string, options: ConnectOptions = {}): Link {
    const { url, peer } = this.address(script)
    return this.#keep({ channel: this.client.connect(url, options), peer })
  }

  /** Makes a channel in a way of the case's own, and cleans it up like the others. */
  make(create: (client: Client) => AnyChannel): AnyChannel {
    const channel = create(this.client)
    this.#channels.push(channel)
    return channel
  }

  /** An address under which a script is played, and who plays it. */
  address(script: string): { readonly url: string; readonly peer: Peer } {
    const id = freshId()
    const url = new URL(script, this.client.peerUrl.replace('http', 'ws'))
    url.searchParams.append('id', id)
    return { url: url.href, peer: new RemotePeer(this.client.peerUrl, id) }
  }

  /** An address at which nobody listens. */
  async unusedAddress(): Promise<string> {
    const response = await fetch(`${this.client.peerUrl}/unused-port`)
    return `ws://127.0.0.1:${await response.text()}/`
  }

  /** Whether the channels are the server's side, so that what peers send is masked. */
  get isServer(): boolean {
    return this.#adapter.missing.serverCodes === undefined
  }

  get client(): Client {
    if (this.#adapter.client !== undefined) return this.#adapter.client
    throw new ContractBroken('Expected the case to require the capability "opening"')
  }

  /** Ends every channel of the case, and fails if one cannot end or an error was left unhandled. */
  async end(): Promise<void> {
    for (const channel of this.#channels) channel.abort()
    await within(
      Promise.all(this.#channels.map((channel) => channel.closed)),
      '`closed` after `abort`',
    )
    equal(await this.#unhandled.stop(), [], 'the list of unhandled errors')
  }

  #keep(link: Link): Link {
    this.#channels.push(link.channel)
    return link
  }
}

/** Runs one case and all that belongs to the end of every case. */
export async function runCase(
  entry: ContractCase,
  { adapter, errors: classes }: { readonly adapter: Adapter; readonly errors: Errors },
): Promise<void> {
  const context = new Context(adapter, classes)
  try {
    await entry.run(context)
  } finally {
    await context.end()
  }
}

let lastId = 0

/** A name for a connection that no other process takes. */
export function freshId(): string {
  lastId += 1
  return `${Math.random().toString(36).slice(2)}-${lastId}`
}
