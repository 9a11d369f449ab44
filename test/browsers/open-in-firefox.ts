import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running } from '../runtimes/platform.js'
import { startProcess } from '../runtimes/start-process.js'

// What a new profile would do first: show its start pages, ask, look for updates.
const preferences = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // An opening that was given up keeps its place until the server answers or lets go.
  'network.http.max-persistent-connections-per-server': 100,
  // It would delay connecting to an address that failed before, for up to a minute, without a word.
  'network.websocket.delay-failed-reconnects': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
}

/** Opens a page in Firefox, with a new profile. The page itself reports the outcome, so nothing has to drive it. */
export async function openInFirefox(url: string): Promise<Running> {
  const profile = await mkdtemp(join(tmpdir(), 'firefox-'))
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  )
  await writeFile(join(profile, 'user.js'), lines.join(''))
  const running = startProcess('firefox-esr', [
    '--headless',
    '--no-remote',
    '--profile',
    profile,
    url,
  ])
  return {
    ...running,
    async stop() {
      await running.stop()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
