import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath } from '../setup/chromium-path.js'
import { freePort } from './free-port.js'
import { startProgram, type Program } from './start-program.js'

/** Starts a Chromium without a window that serves the DevTools protocol. */
export async function startChromium(): Promise<Program> {
  const path = chromiumPath()
  if (path === undefined) throw new Error('Cannot test the DevTools protocol without Chromium')
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
  const port = await freePort()
  const options = [`--remote-debugging-port=${port}`, `--user-data-dir=${profile}`]
  const words = ['--headless', '--no-sandbox', '--disable-background-networking', ...options]
  const program = await startProgram(path, words, port)
  return {
    port,
    async stop() {
      await program.stop()
      // Chromium's other processes write into the profile until they notice that the first one is gone.
      await rm(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}
