import * as rxjs from 'rxjs'
import * as api from '../../src/index.js'
import * as status from '../../src/status.js'
import type { CodeBlock } from './code-block.js'

// What a piece of code may use without importing it.
const known: Readonly<Record<string, readonly string[]>> = {
  'web-socket-channel': [...Object.keys(api), 'Channel', 'Frame', 'Layer', 'Sendable'],
  'web-socket-channel/node': ['NodeWebSocketChannel'],
  'web-socket-channel/browser': ['BrowserWebSocketChannel'],
  'web-socket-channel/status': Object.keys(status),
  rxjs: Object.keys(rxjs),
  '../../examples/demo/stream-builder.js': ['StreamBuilder'],
}

const channel = `const channel = WebSocketChannel.connect('wss://echo.example')`

/**
 * The program that a block of code is. One that imports something is complete, as a reader would paste it. Any other is a
 * piece: it gets imports of the names it uses, and where it uses a `channel` that it does not make, one to an echo server.
 *
 * Its lines have the numbers that they have on the page, so that a compiler's message leads there.
 */
export function program({ code, line }: CodeBlock): string {
  const isComplete = /^import /m.test(code)
  return '\n'.repeat(line - 2) + `${isComplete ? '' : prelude(code)}\n${code}`
}

function prelude(code: string): string {
  const [used, own] = [words(code), declared(code)]
  const needsChannel = used.has('channel') && !own.has('channel')
  if (needsChannel) used.add('WebSocketChannel')
  const imports = Object.entries(known).flatMap(([module, names]) => {
    const wanted = names.filter((name) => used.has(name) && !own.has(name))
    return wanted.length > 0 ? [`import { ${wanted.join(', ')} } from '${module}'`] : []
  })
  return [...imports, ...(needsChannel ? [channel] : []), 'export {}'].join('; ')
}

function words(code: string): Set<string> {
  return new Set(code.match(/\b[A-Za-z]\w*/g))
}

function declared(code: string): Set<string> {
  const names = /\b(?:const|let|using|class|function) (\[[^\]]*\]|\{[^}]*\}|\w+)/g
  return words([...code.matchAll(names)].map(([, found]) => found).join(' '))
}

/** What a block says that it prints: the comment behind a `console.log` or `console.error`. */
export function promisedLines({ code }: CodeBlock): readonly string[] {
  const printed = /^.*\bconsole\.(?:log|error)\(.* \/\/ (.+)$/gm
  return [...code.matchAll(printed)].map(([, line = '']) => line)
}
