import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Platform, Running } from './platform.js'
import { startProcess } from './start-process.js'

const workerd = join(import.meta.dirname, 'node_modules/.bin/workerd')

/** Returns the version of workerd, which a Worker cannot read. */
export async function workerdVersion(): Promise<string> {
  const manifest = join(import.meta.dirname, 'node_modules/workerd/package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }
  return version
}

/** Returns a function that serves the bundle in workerd, as a Worker with a compatibility date, and asks it to begin. */
export function startWorkerd(compatibilityDate: string): Platform['launch'] {
  return (stageUrl, folder) => start(compatibilityDate, { stageUrl, folder })
}

async function start(
  compatibilityDate: string,
  { stageUrl, folder }: { readonly stageUrl: string; readonly folder: string },
): Promise<Running> {
  const port = await freePort()
  const config = join(folder, `config-${compatibilityDate}.capnp`)
  await writeFile(config, await configuration({ folder, port, compatibilityDate }))
  const running = startProcess(workerd, ['serve', config])
  const answer = ask(`http://127.0.0.1:${port}/?stage=${stageUrl}`)
  return { ...running, ended: Promise.race([running.ended, answer]) }
}

/** The Worker may use the machine's network: the peer is on the loopback interface. */
async function configuration(how: {
  readonly folder: string
  readonly port: number
  readonly compatibilityDate: string
}): Promise<string> {
  const { folder, port, compatibilityDate } = how
  const files = await readdir(folder, { recursive: true })
  const modules = files
    .filter((file) => file.endsWith('.js') && file !== 'root-in-worker.js')
    .map((file) => `(name = "${file}", esModule = embed "${file}")`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "root-in-worker.js", esModule = embed "root-in-worker.js"),
        ${modules.join(',\n        ')}
      ],
      compatibilityDate = "${compatibilityDate}",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`
}

/** Resolves when the Worker fails. It reports its results itself. */
async function ask(url: string): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(url)
      if (response.ok) return await new Promise(() => undefined)
      return `The Worker answered ${response.status}: ${await response.text()}`
    } catch (error) {
      // It does not listen yet.
      if (!isRefused(error)) return String(error)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

function isRefused(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: string } }
  return cause?.code === 'ECONNREFUSED'
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
