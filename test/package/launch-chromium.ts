import type { Browser, LaunchOptions } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../setup/chromium-path.js'

/** Starts the Chromium that is on the machine. */
export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('Cannot test bundles without Chromium')
  return chromium.launch({ executablePath, args: ['--no-sandbox'], ...options })
}
