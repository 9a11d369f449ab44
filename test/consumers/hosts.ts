import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { inject, vi } from 'vitest'
import { launchChromium } from '../package/launch-chromium.js'
import { run } from './run.js'

/** Runs a bundle where users run it and resolves with the program's result. */
export type Host = (file: string) => Promise<unknown>

// Node has a built-in WebSocket since 22, and behind this flag since 20.10.
export const webSocketFlags =
  Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-websocket'] : []

/** Node as it is. */
export const node: Host = hostOf('node', [])
/** Node with the built-in WebSocket. */
export const nodeWithWebSocket: Host = hostOf('node', webSocketFlags)
export const electronRenderer: Host = hostOf('electron-renderer', webSocketFlags)
export const reactNative: Host = hostOf('react-native', [])

/** A page. */
export const page: Host = (file) => inChromium(async (page) => runScript(page, file))

/** A web worker of a page. */
export const webWorker: Host = (file) =>
  inChromium(async (page) => {
    const code = `
      globalThis.echoUrl = '${inject('echoUrl')}';
      ${await readFile(file, 'utf8')}
      result.then(postMessage)`
    return page.evaluate(
      (code) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob([code])))
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = ({ message }) => reject(new Error(message))
        }),
      code,
    )
  })

function hostOf(name: string, flags: readonly string[]): Host {
  const script = join(import.meta.dirname, 'hosts', `${name}.mjs`)
  return async (file) => {
    const args = ['--no-warnings', ...flags, script, file, inject('echoUrl')]
    return JSON.parse(await run(process.execPath, args, { cwd: dirname(file) })) as unknown
  }
}

let browser: Promise<Browser> | undefined

/** Closes the browser, if a test started it. */
export async function closeChromium(): Promise<void> {
  await (await browser)?.close()
}

async function inChromium<T>(act: (page: Page) => Promise<T>): Promise<T> {
  browser ??= launchChromium()
  const page = await (await browser).newPage()
  try {
    return await act(page)
  } finally {
    await page.close()
  }
}

async function runScript(page: Page, file: string): Promise<unknown> {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.evaluate((url) => Object.assign(globalThis, { echoUrl: url }), inject('echoUrl'))
  await page.addScriptTag({ content: await readFile(file, 'utf8'), type: 'module' })
  // A module runs some time after its tag was added.
  const until = () => problems.length > 0 || page.evaluate('"result" in globalThis')
  await vi.waitUntil(until, { timeout: 10_000 })
  const result: unknown = await page.evaluate('globalThis.result')
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return result
}
