import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, Part } from './part.js'
import { pathOf } from './path-of.js'

/** All programs of the chat, on one machine. */
export interface Parts {
  /** Port of the page and the chat. */
  readonly port: number
  readonly nats: Part
  readonly servers: readonly Part[]
  readonly proxy: Part
  /** Ends them and deletes the history. */
  stop(): Promise<void>
}

export interface PartsOptions {
  /** Port of the proxy, for the page and the chat; 0 for a free one. */
  readonly port: number
  /** How many server processes there are. */
  readonly servers: number
}

/** Starts nats-server, the server processes and haproxy in front of them. */
export async function startParts(options: PartsOptions): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-'))
  const parts: Part[] = []
  const stop = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const start = async (starting: Promise<Part>): Promise<Part> => {
    const part = await starting
    parts.push(part)
    return part
  }
  try {
    const nats = await start(startNats(folder))
    const servers: Part[] = []
    while (servers.length < options.servers) {
      servers.push(await start(startServer({ port: 0, nats: nats.port })))
    }
    const proxy = await start(startProxy({ folder, servers, port: await freePort(options.port) }))
    return { port: proxy.port, nats, servers, proxy, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts one server process. Without a port of NATS it keeps the messages in its memory. */
export async function startServer(ports: {
  /** Port of the page and the chat; 0 for a free one. */
  readonly port: number
  readonly nats?: number
}): Promise<Part> {
  const port = await freePort(ports.port)
  const loader = new URL('../typescript.mjs', import.meta.url).href
  const program = fileURLToPath(new URL('server-process.ts', import.meta.url))
  const relay = ports.nats === undefined ? [] : ['--nats', `127.0.0.1:${ports.nats}`]
  const args = ['--import', loader, program, '--port', String(port), ...relay]
  return Part.start({ command: process.execPath, args, port })
}

/** Starts NATS with JetStream, which keeps its streams in a folder. */
export async function startNats(folder: string): Promise<Part> {
  const port = await freePort()
  const address = ['--addr', '127.0.0.1', '--port', String(port)]
  const args = [...address, '--jetstream', '--store_dir', folder]
  return Part.start({ command: commandOf('nats-server'), args, port })
}

interface ProxyOptions {
  readonly folder: string
  readonly servers: readonly Part[]
  readonly port: number
}

async function startProxy({ folder, servers, port }: ProxyOptions): Promise<Part> {
  const file = join(folder, 'haproxy.cfg')
  await writeFile(file, configuration(port, servers))
  return Part.start({ command: commandOf('haproxy'), args: ['-db', '-f', file], port })
}

function commandOf(program: string): string {
  return pathOf(program) ?? program
}

function configuration(port: number, servers: readonly Part[]): string {
  return `
defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  # The server pings an idle client every 20 s.
  timeout tunnel 1m
  # A process that is gone: try another one.
  retries 3
  option redispatch
frontend chat
  bind 127.0.0.1:${port}
  default_backend servers
backend servers
  balance leastconn
  option httpchk GET /health
  default-server check inter 1s fall 1 rise 1
${servers.map((server) => `  server port-${server.port} 127.0.0.1:${server.port}`).join('\n')}
`
}
