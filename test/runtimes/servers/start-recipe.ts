import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import { freePort } from '../../peers/free-port.js'
import type { Running } from '../platform.js'
import { startProcess } from '../start-process.js'
import { writeRecipe } from './recipe.js'

const binary = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name)

/** How to run a program of `docs/servers.md`. */
interface Recipe {
  readonly mark: string
  readonly packages: readonly string[]
  /** Returns the words of the command. */
  readonly command: (folder: string, port: number) => Promise<readonly string[]>
}

const onNode = () => Promise.resolve([process.execPath, 'server.mjs'])
const onDeno = () => Promise.resolve([binary('deno'), 'run', '--allow-all', 'server.mjs'])
const onBun = () => Promise.resolve([binary('bun'), 'server.mjs'])

/** By name the servers that others make. */
export const recipes = {
  Fastify: { mark: 'in-fastify', packages: ['fastify', '@fastify/websocket'], command: onNode },
  'Hono on Node': {
    mark: 'in-hono-on-node',
    packages: ['hono', '@hono/node-server'],
    command: onNode,
  },
  'Hono on Deno': { mark: 'in-hono-on-deno', packages: ['hono'], command: onDeno },
  'Hono on Bun': { mark: 'in-hono-on-bun', packages: ['hono'], command: onBun },
  Deno: { mark: 'in-deno', packages: [], command: onDeno },
  Bun: { mark: 'in-bun', packages: [], command: onBun },
  'serveChannels on Deno': { mark: 'served', packages: [], command: onDeno },
  'serveChannels on Bun': { mark: 'served', packages: [], command: onBun },
  workerd: { mark: 'in-workerd', packages: [], command: onWorkerd },
} satisfies Readonly<Record<string, Recipe>>

/** Starts the program, and resolves when it listens. */
export async function startRecipe(recipe: Recipe): Promise<Running & { readonly port: number }> {
  const port = await freePort()
  const folder = await writeRecipe({ ...recipe, port })
  const [command = '', ...words] = await recipe.command(folder, port)
  const running = startProcess(command, words, { cwd: folder })
  const ended = running.ended.then((lastWords) => {
    throw new Error(lastWords)
  })
  await Promise.race([listening(port), ended])
  ended.catch(() => undefined)
  return { ...running, port }
}

async function onWorkerd(folder: string, port: number): Promise<readonly string[]> {
  await build({
    absWorkingDir: folder,
    entryPoints: ['server.mjs'],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    logLevel: 'error',
  })
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "2026-05-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`
  await writeFile(join(folder, 'config.capnp'), config)
  return [binary('workerd'), 'serve', 'config.capnp']
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      // Not yet.
      await wait(20)
    } finally {
      socket.destroy()
    }
  }
}
