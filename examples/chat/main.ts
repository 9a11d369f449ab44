import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { startParts, startServer } from './parts.js'
import { pathOf } from './path-of.js'

const usage = `Usage: npm run example:chat -- [--port N]

  --port N  serve the page and the chat on this port (default: a free one)`

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

interface Running {
  readonly port: number
  stop(): Promise<void>
}

/** Runs the chat until it is interrupted. Resolves with the exit code: 0, 1 for a failure, 2 for wrong arguments. */
export async function main(words: readonly string[], find = pathOf): Promise<number> {
  const port = readPort(words)
  if (port === undefined) {
    console.error(usage)
    return 2
  }
  const interruption = interruptions()
  try {
    const running = await start(port, find)
    const url = `http://127.0.0.1:${running.port}/`
    console.log(`Chat: ${url}\nCtrl-C stops it`)
    openBrowser(url)
    if (!interruption.aborted) await once(interruption, 'abort')
    await running.stop()
    return 0
  } catch (error) {
    // A Ctrl-C ends the programs that start, too.
    if (interruption.aborted) return 0
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

function readPort(words: readonly string[]): number | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { port: { type: 'string' } } })
    const port = Number(values.port ?? 0)
    return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
  } catch {
    // An option that is not known.
    return undefined
  }
}

async function start(port: number, find: typeof pathOf): Promise<Running> {
  const missing = ['nats-server', 'haproxy'].filter((program) => find(program) === undefined)
  if (missing.length > 0) {
    const programs = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'}`
    console.log(`${programs} not installed: one process runs, with the messages in its memory`)
    return startServer({ port })
  }
  await installPackages()
  console.log('Starting nats-server, three processes and haproxy')
  const parts = await startParts({ port, servers: 3 })
  const pids = parts.servers.map(({ pid }) => pid).join(', ')
  console.log(`nats-server, haproxy and three processes run. Kill one and watch the page: ${pids}`)
  return parts
}

/** Installs the packages of this example, when it runs for the first time. */
async function installPackages(): Promise<void> {
  const folder = fileURLToPath(new URL('./nats/', import.meta.url))
  if (existsSync(join(folder, 'node_modules'))) return
  console.log('Installing the packages of NATS')
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder])
}

/** Shows the page where there is a desktop. */
function openBrowser(url: string): void {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env
  const isShown = DISPLAY || WAYLAND_DISPLAY || ['darwin', 'win32'].includes(process.platform)
  if (CI || !isShown) return
  const [command = '', ...words] = openers[process.platform] ?? ['xdg-open']
  // Without such a program, the user opens the address that was printed.
  spawn(command, [...words, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

/** A signal that is aborted when the program is interrupted. */
function interruptions(): AbortSignal {
  const controller = new AbortController()
  // The listeners stay: npm passes on a Ctrl-C that the terminal has sent here already.
  process.on('SIGINT', () => controller.abort())
  process.on('SIGTERM', () => controller.abort())
  return controller.signal
}
