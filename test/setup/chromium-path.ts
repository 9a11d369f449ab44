import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/**
 * Finds a Chromium: `CHROME_PATH`, else one on the `PATH`. Where there is none it says so loudly, and fails where nobody
 * reads along.
 *
 * @throws {Error} If there is none and `CI` is set.
 */
export function chromiumPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const found = [process.env['CHROME_PATH'] ?? '', ...candidates].find(isExecutable)
  if (found !== undefined) return found
  const message = 'Cannot run the tests in Chromium: set CHROME_PATH to its executable'
  if (process.env['CI']) throw new Error(message)
  console.warn(`\n!!! ${message}. They are left out.\n`)
  return undefined
}

function isExecutable(path: string): boolean {
  if (path === '') return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run: look further.
    return false
  }
}
