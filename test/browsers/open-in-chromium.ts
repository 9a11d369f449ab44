import { launchChromium } from '../package/launch-chromium.js'
import type { Running } from '../runtimes/platform.js'

/** Opens a page in Chromium. */
export async function openInChromium(url: string): Promise<Running> {
  const browser = await launchChromium()
  const page = await browser.newPage()
  const ended = new Promise<string>((resolve) => {
    page.on('crash', () => resolve('The page crashed'))
    browser.on('disconnected', () => resolve('Chromium ended'))
  })
  await page.goto(url)
  return { ended, stop: () => browser.close() }
}
