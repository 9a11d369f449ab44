import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'
import { modulesOf, type ReactVersion, reactVersions } from './react-versions.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** What Node rendered of `ChatPage` with each version of React. */
    readonly serverPages: Readonly<Record<string, string>>
  }
}

/** Renders the page on Node, from the sources. */
export async function setup(project: TestProject): Promise<void> {
  const pages: Record<string, string> = {}
  for (const version of reactVersions) pages[version] = await render(version)
  project.provide('serverPages', pages)
}

async function render(version: ReactVersion): Promise<string> {
  const modules = modulesOf(version)
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement } from 'react'
        import { renderToString } from 'react-dom/server'
        import { ChatPage } from './chat-page.js'
        const open = () => { throw new Error('A server opens no channel') }
        process.stdout.write(renderToString(createElement(ChatPage, { open })))`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    alias: { react: `${modules}/react`, 'react-dom': `${modules}/react-dom` },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'error' },
  })
  const program = outputFiles[0]?.text ?? ''
  const run = promisify(execFile)(process.execPath, ['--trace-warnings', '-'])
  run.child.stdin?.end(program)
  const { stdout, stderr } = await run
  if (stderr !== '') throw new Error(`React ${version} complained on the server:\n${stderr}`)
  return stdout
}
