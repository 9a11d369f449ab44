import { join } from 'node:path'
import { startProgram, type Program } from './start-program.js'

/** Libraries of Python with which the echo servers are made. */
export type Library = 'websockets' | 'aiohttp' | 'tornado'

/** Starts an echo server made with a library of Python. */
export function startPythonServer(
  library: Library,
  options: { readonly port?: number; readonly deflate?: true; readonly certificate?: string } = {},
): Promise<Program> {
  const { port, deflate, certificate } = options
  return startProgram('/usr/bin/python3', [
    join(import.meta.dirname, `servers/with_${library}.py`),
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(deflate === undefined ? [] : ['--deflate']),
    ...(certificate === undefined ? [] : ['--certificate', certificate]),
  ])
}
