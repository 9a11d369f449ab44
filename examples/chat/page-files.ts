import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { bundle } from '../shared/bundle.js'

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'",
  'cache-control': 'no-cache',
}

const files: Readonly<Record<string, () => Promise<[type: string, content: string]>>> = {
  '/': async () => ['text/html', await readFile(pathOf('page.html'), 'utf8')],
  '/page.css': async () => ['text/css', await bundle(pathOf('page.css'))],
  '/page.js': async () => ['text/javascript', await bundle(pathOf('page.ts'))],
  '/health': () => Promise.resolve(['text/plain', 'up']),
}

/** Answers a request for the page. In production files are built once and served by something else. */
export function servePage({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const [path = '/'] = url.split('?')
  const file = Object.hasOwn(files, path) ? files[path] : undefined
  if (!file) {
    response.writeHead(404).end()
    return
  }
  file().then(
    ([type, content]) => {
      response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(content)
    },
    (error: unknown) => {
      console.error(error)
      response.writeHead(500).end()
    },
  )
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
