import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { channelPair } from '../../src/index.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { type CodeBlock, codeBlocks, exampleBlocks } from './code-block.js'
import { guides, root, sources } from './pages.js'
import { program } from './program.js'

// The servers of the pages and of the doc comments. They have no end, so they are marked `no-run` for the tests of other code.
const LISTEN = '.listen(8080)'
const TALK = 'export function talk('
const notRun = [...guides.flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)].filter(
  ({ info }) => info.includes('no-run'),
)
const servers = notRun.filter(({ code }) => code.includes(LISTEN))
// Inside the repository, so that `web-socket-channel` is found as the package's own name.
const folder = `${root}reports/servers-of-docs`
const preload = fileURLToPath(new URL('children/server-preload.mjs', import.meta.url))

interface RunningServer {
  readonly child: ChildProcess
  readonly port: number
  /** Returns what it has printed so far. */
  readonly printed: () => string
}

let running: ChildProcess | undefined

afterEach(async () => {
  if (running?.exitCode !== null || running.signalCode !== null) return
  running.kill('SIGKILL')
  await once(running, 'exit')
})

/** Writes a program, which listens on a free port, and returns its path. */
function write(block: CodeBlock): string {
  if (!existsSync(`${root}dist/index.js`)) {
    throw new Error('Cannot start the servers of the documentation: run "npm run build" first')
  }
  mkdirSync(folder, { recursive: true })
  const file = `${folder}/${block.place.replace(/\W+/g, '-')}.mjs`
  const code = program(block).replace(LISTEN, ".listen(0, '127.0.0.1')")
  writeFileSync(file, transformSync(code, { loader: 'ts', target: 'es2022' }).code)
  return file
}

async function start(block: CodeBlock): Promise<RunningServer> {
  const child = fork(write(block), { execArgv: ['--import', preload], silent: true })
  running = child
  let printed = ''
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  }
  const port = await Promise.race([once(child, 'message'), once(child, 'exit')]).then(([value]) => {
    if (child.exitCode !== null) throw new Error(`The server ended: ${printed}`)
    return Number(value)
  })
  return { child, port, printed: () => printed }
}

/** The path that a server's code serves channels on. */
function pathOf({ code }: CodeBlock): string {
  return /path: '([^']+)'/.exec(code)?.[1] ?? '/'
}

function connect(port: number, path: string, origin?: string): NodeWebSocketChannel {
  const headers = { Cookie: 'session=1' }
  return NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}${path}`, { headers, origin })
}

/** What a server does besides accepting clients, by what its code contains. */
const behaviours: readonly {
  readonly contains: string
  readonly check: (server: RunningServer, path: string) => Promise<void>
}[] = [
  {
    contains: 'sink.add(frame)',
    check: async ({ port }, path) => {
      const channel = connect(port, path)
      channel.sink.add('Hello!')
      expect(await firstValueFrom(channel.stream)).toBe('Hello!')
      await channel.sink.close()
    },
  },
  {
    contains: 'context.user',
    check: async ({ port }, path) => {
      const channel = connect(port, path)
      expect(await firstValueFrom(channel.stream)).toBe('hello, Ada')
      await channel.sink.close()
      const stranger = NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}${path}`)
      await expect(stranger.ready).rejects.toMatchObject({ status: 401 })
    },
  },
  {
    contains: 'broadcast(server.channels, frame)',
    check: async ({ port }, path) => {
      const channels = [connect(port, path), connect(port, path)]
      await Promise.all(channels.map(({ ready }) => ready))
      channels[0]?.sink.add('Hello, all!')
      const received = channels.map(({ stream }) => firstValueFrom(stream))
      expect(await Promise.all(received)).toEqual(['Hello, all!', 'Hello, all!'])
      await Promise.all(channels.map(({ sink }) => sink.close()))
    },
  },
  {
    contains: 'broadcast(server.channels, new Date',
    check: async ({ port }, path) => {
      const channels = [connect(port, path), connect(port, path)]
      const received = channels.map(({ stream }) => firstValueFrom(stream))
      for (const text of await Promise.all(received)) expect(text).toMatch(/^\d{4}-\d\d-\d\dT/)
      await Promise.all(channels.map(({ sink }) => sink.close()))
    },
  },
  {
    contains: 'broadcast(room, message)',
    check: async ({ port }) => {
      const inRoom = [connect(port, '/a'), connect(port, '/a')]
      const elsewhere = connect(port, '/b')
      await Promise.all([...inRoom, elsewhere].map(({ ready }) => ready))
      inRoom[0]?.sink.add('{"text":"Hello, room!"}')
      elsewhere.sink.add('{"text":"Hello?"}')
      const received = [...inRoom, elsewhere].map(({ stream }) => firstValueFrom(stream))
      const [toRoom, toOther] = ['{"text":"Hello, room!"}', '{"text":"Hello?"}']
      expect(await Promise.all(received)).toEqual([toRoom, toRoom, toOther])
      elsewhere.sink.add('Hello!')
      expect(await elsewhere.closed).toMatchObject({ code: 1007, reason: 'Invalid message' })
      await Promise.all(inRoom.map(({ sink }) => sink.close()))
    },
  },
  {
    contains: 'onError',
    check: async ({ port, printed }, path) => {
      const refused = connect(port, path, 'https://elsewhere.example')
      await expect(refused.ready).rejects.toMatchObject({ status: 403 })
      await expect.poll(printed).toMatch(/127\.0\.0\.1 403 /)
    },
  },
  {
    contains: "request.url === '/others'",
    check: async ({ port }) => {
      const channel = connect(port, '/others')
      expect(await firstValueFrom(channel.stream)).toBe('hello')
      await channel.sink.close()
    },
  },
  {
    contains: 'SIGTERM',
    check: async ({ child, port }, path) => {
      const channel = connect(port, path)
      await channel.ready
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      expect((await channel.closed).code).toBe(1001)
      expect(await ended).toEqual([0, null])
    },
  },
]

describe('the servers of the documentation', () => {
  it('are found', () => {
    expect(servers.length).toBeGreaterThan(6)
    const known = behaviours.filter(({ contains }) =>
      servers.some(({ code }) => code.includes(contains)),
    )
    expect(known).toEqual(behaviours)
  })

  it.each(notRun.filter(({ code }) => code.includes(TALK)))(
    'share a function that echoes: $place',
    async (block) => {
      const { talk } = (await import(write(block))) as Record<string, (channel: unknown) => void>
      const [client, server] = channelPair()
      talk?.(server)
      client.sink.add('Hello!')
      expect(await firstValueFrom(client.stream)).toBe('Hello!')
    },
  )

  it('are, with that and the code that needs a page, all that the tests of other code leave out', () => {
    // test/site runs it.
    const needsPage = /\b(?:WebSocketStreamChannel|StreamBuilder)\b/
    const left = notRun.filter(
      ({ code }) => !code.includes(LISTEN) && !code.includes(TALK) && !needsPage.test(code),
    )
    expect(left.map(({ place }) => place)).toEqual([])
  })

  it.each(servers)('accept a client, and do what their code says: $place', async (block) => {
    const server = await start(block)
    const path = pathOf(block)
    const channel = connect(server.port, path)
    await channel.ready
    await channel.sink.close()
    for (const { contains, check } of behaviours) {
      if (block.code.includes(contains)) await check(server, path)
    }
  })
})
