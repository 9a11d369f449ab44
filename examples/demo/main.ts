import { parseArguments, usage, type DemoArguments } from './arguments.js'
import { headless } from './headless.js'
import { startPageServer, type PageOptions } from './page-server.js'
import { SwitchableServer } from './switchable-server.js'

/** Runs the demo and gives its exit code: 0, 1 for a failure, 2 for wrong arguments. */
export async function main(words: readonly string[]): Promise<number> {
  const parsed = parseArguments(words)
  if (parsed.kind === 'help') {
    console.log(usage)
    return 0
  }
  if (parsed.kind === 'wrong') {
    console.error(`${parsed.problem}\n\n${usage}`)
    return 2
  }
  try {
    await run(parsed)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

async function run({ mode, port, server }: DemoArguments): Promise<void> {
  if (server !== undefined) {
    return mode === 'headless' ? headless(server) : servePage({ server, port })
  }
  const echo = await SwitchableServer.listen()
  try {
    await (mode === 'headless' ? headless(echo.url) : servePage({ server: echo, port }))
  } finally {
    await echo.act('stop')
  }
}

async function servePage(options: PageOptions): Promise<void> {
  const page = await startPageServer(options)
  console.log(`WebSocket Demo: ${page.url}\nCtrl-C stops it`)
  await interrupted()
  await page.close()
}

// The listeners stay: npm passes on a Ctrl-C that the terminal has sent here already.
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve())
  })
}
