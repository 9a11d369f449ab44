import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from '../peers/start-program.js'

const folder = new URL('../../examples/', import.meta.url)
const loader = new URL('typescript.mjs', folder).href
const program = fileURLToPath(new URL('chat/server-process.ts', folder))

/** Starts the server of the example `chat` in a separate process, with the messages in its memory. */
export function startChatServer(port: number): Promise<Program> {
  const words = ['--import', loader, program, '--port', String(port)]
  return startProgram(process.execPath, words)
}
