import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'

const require = createRequire(import.meta.url)
const tsc = require.resolve('typescript/lib/tsc.js')
const run = promisify(execFile)

interface UserOptions {
  readonly extension: string
  readonly module: string
  readonly moduleResolution: string
  readonly lib?: readonly string[]
  readonly types?: readonly string[]
}

const bundler = { extension: 'ts', module: 'ESNext', moduleResolution: 'Bundler' }
const nodeModule = { extension: 'mts', module: 'NodeNext', moduleResolution: 'NodeNext' }
const nodeCommonJs = { ...nodeModule, extension: 'cts' }
const resolutions = [
  bundler,
  nodeModule,
  nodeCommonJs,
  { extension: 'mts', module: 'Node16', moduleResolution: 'Node16' },
  { extension: 'cts', module: 'Node16', moduleResolution: 'Node16' },
]

/** A user who has neither DOM types nor `@types/node`. The types of rxjs itself name `setTimeout`. */
const plainUser = `
  declare global {
    function setTimeout(handler: () => void, milliseconds: number): number
  }

  ${await readFile(new URL('../types/consumers/plain.ts', import.meta.url), 'utf8')}`

const browserUser = `
  import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
  import { WebSocketChannel } from 'web-socket-channel'

  const controller = new AbortController()
  const url = new URL('wss://echo.example')
  export const channel = BrowserWebSocketChannel.connect(url, { signal: controller.signal, WebSocket })
  export const adopted = WebSocketChannel.from(new WebSocket(url))
  channel.sink.add(new Blob(['Hello!']))
  void channel.sink.addStream(new ReadableStream<Uint8Array<ArrayBuffer>>())`

const nodeUser = `
  import { Agent, createServer } from 'node:http'
  import { WebSocketChannel } from 'web-socket-channel'
  import { NodeWebSocketChannel } from 'web-socket-channel/node'
  import { serveChannels, type ChannelServer } from 'web-socket-channel/server'
  import { startEchoServer } from 'web-socket-channel/testing'

  export const users: ChannelServer<{ name: string }> = serveChannels(createServer(), {
    authorize: async ({ headers }) => (headers.cookie ? { name: headers.cookie } : new Response(null, { status: 401 })),
  })
  users.connections.subscribe((channel) => channel.sink.add(channel.context.name + channel.request.url))

  export async function main(signal: AbortSignal): Promise<void> {
    const server = await startEchoServer()
    const url = new URL(server.url)
    const options = { headers: { authorization: 'x' }, agent: new Agent(), maxPayload: 1_000 }
    const channel = NodeWebSocketChannel.connect(url, { ...options, signal, perMessageDeflate: true })
    channel.sink.add(Buffer.from('Hello!'))
    await channel.ready
    await channel.sink.close()
    await WebSocketChannel.connect(url, { signal, fastPath: false }).sink.close()
    console.log(channel.isFast, channel.fastPathRefusal satisfies string | undefined)
    await server.close()
  }`

/** A project of a user who has the package and rxjs, and no types of anything else. */
async function makeProject(): Promise<string> {
  return mkdtemp(join(inject('consumer'), 'types-'))
}

/** Gives a project `@types/node`, and only that. */
async function addNodeTypes(project: string): Promise<void> {
  const types = join(project, 'node_modules/@types')
  await mkdir(types, { recursive: true })
  await symlink(dirname(require.resolve('@types/node/package.json')), join(types, 'node'))
}

/** Compiles a file with the declarations of all its dependencies checked too; returns the errors. */
async function compile(project: string, source: string, options: UserOptions): Promise<string> {
  const { extension, ...chosen } = options
  const file = `user.${extension}`
  const always = { target: 'ES2022', strict: true, noEmit: true, skipLibCheck: false, types: [] }
  const settings = { compilerOptions: { ...always, ...chosen }, files: [file] }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(settings))
  await writeFile(join(project, file), source)
  const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch(asOutput)
  return stdout
}

/** A compiler that found errors exits with 1; what it found is in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}

describe.each(resolutions)('$moduleResolution, .$extension', (options) => {
  it('the root and ./status compile without DOM types, @types/node and @types/ws', async () => {
    const project = await makeProject()
    expect(await compile(project, plainUser, { ...options, lib: ['ES2022'] })).toBe('')
  })
})

it('./browser compiles with DOM types alone', async () => {
  const lib = ['ES2022', 'DOM', 'DOM.AsyncIterable']
  expect(await compile(await makeProject(), browserUser, { ...bundler, lib })).toBe('')
})

it.each([nodeModule, nodeCommonJs])(
  './node and ./testing compile with @types/node, without @types/ws, .$extension',
  async (options) => {
    const project = await makeProject()
    await addNodeTypes(project)
    const node = { ...options, lib: ['ES2022'], types: ['node'] }
    expect(await compile(project, nodeUser, node)).toBe('')
  },
)

it('would see a name that only DOM types have', async () => {
  const source = 'export let socket: WebSocket'
  const errors = await compile(await makeProject(), source, { ...bundler, lib: ['ES2022'] })
  expect(errors).toContain(`Cannot find name 'WebSocket'`)
})

it('would see that @types/ws is missing', async () => {
  const project = await makeProject()
  await addNodeTypes(project)
  const source = `export type { WebSocket } from 'ws'`
  const errors = await compile(project, source, { ...nodeModule, types: ['node'] })
  expect(errors).toContain(`Could not find a declaration file for module 'ws'`)
})
