import { parseArgs } from 'node:util'

export const usage = `Usage: npm start -- [--port N] [--server URL]
       npm start -- --headless [--server URL]

  --port N      serve the page on this port (default: a free one)
  --headless    no page: connect, send text and binary, print what comes back
  --server URL  talk to this WebSocket server (default: its own echo server)
  --help        print this`

/** What to run. */
export interface DemoArguments {
  readonly kind: 'run'
  readonly mode: 'page' | 'headless'
  /** Port of the page; 0 for a free one. */
  readonly port: number
  /** Address of the WebSocket server; `undefined` for the demo's own echo server. */
  readonly server: string | undefined
}

export type ParsedArguments =
  DemoArguments | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly problem: string }

/** Reads the words after the program's name. */
export function parseArguments(words: readonly string[]): ParsedArguments {
  try {
    return interpret(readOptions(words))
  } catch (error) {
    return { kind: 'wrong', problem: error instanceof Error ? error.message : String(error) }
  }
}

type Options = ReturnType<typeof readOptions>

function readOptions(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean' },
      headless: { type: 'boolean' },
      port: { type: 'string' },
      server: { type: 'string' },
    },
  })
  return values
}

function interpret({ help, headless, port, server }: Options): ParsedArguments {
  if (help) return { kind: 'help' }
  if (headless && port !== undefined) throw new Error('--port is for the page: --headless has none')
  return {
    kind: 'run',
    mode: headless ? 'headless' : 'page',
    port: readPort(port ?? '0'),
    server: server === undefined ? undefined : readServer(server),
  }
}

function readPort(word: string): number {
  const port = Number(word)
  if (/^\d+$/.test(word) && port <= 65_535) return port
  throw new Error(`--port is "${word}": use a whole number from 0 to 65535`)
}

function readServer(word: string): string {
  if (/^(ws|http)s?:/i.test(word) && URL.canParse(word)) return word
  throw new Error(`--server is "${word}": use an address like ws://127.0.0.1:8080`)
}
