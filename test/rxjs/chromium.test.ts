import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { readFile } from 'node:fs/promises'
import { launchChromium } from '../package/launch-chromium.js'
import { wanted } from './wanted.js'

/** Runs the checks of RxJS 9 in a page; returns what each returned, and whether the page has a built-in Observable. */
async function runInChromium(browser: Browser, project: string): Promise<unknown> {
  const consumer = await readFile(new URL('consumers/rxjs9.ts', import.meta.url), 'utf8')
  const runner = `
    globalThis.found = (async () => {
      const found = {}
      for (const [name, check] of Object.entries(checks)) found[name] = await check()
      return found
    })()`
  const { outputFiles } = await build({
    stdin: { contents: `${consumer}${runner}`, loader: 'ts', resolveDir: project },
    ...{ bundle: true, write: false, logLevel: 'error', tsconfigRaw: {} },
  })
  const page = await browser.newPage()
  const isNative = await page.evaluate(`String(globalThis.Observable).includes('[native code]')`)
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  const found = await page.evaluate('globalThis.found')
  await page.close()
  return { isNative, found }
}

// RxJS 9 uses the platform's Observable where there is one.
describe('rxjs 9 in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('finds all that it wants with the Observable of Chromium', async () => {
    const project = inject('projects')['9.0.0-beta.0']
    if (!project) throw new Error('There is no project with RxJS 9')
    const result = await runInChromium(browser, project.folder)
    expect(result).toEqual({ isNative: true, found: wanted['rxjs9'] })
  })
})
