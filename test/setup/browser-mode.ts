import { playwright } from '@vitest/browser-playwright'
import type { BrowserConfigOptions } from 'vitest/node'

/** Runs a project's tests in pages of the Chromium at this path. */
export function browserMode(executablePath: string): BrowserConfigOptions {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({
      launchOptions: {
        executablePath,
        args: ['--no-sandbox', '--disable-background-networking'],
      },
    }),
    instances: [{ browser: 'chromium' }],
  }
}
