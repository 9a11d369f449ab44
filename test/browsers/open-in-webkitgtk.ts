import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Running } from '../runtimes/platform.js'
import { startProcess } from '../runtimes/start-process.js'

const withDisplay = join(import.meta.dirname, 'with-display.sh')

/** Opens a page in WebKitGTK's own browser. The page itself reports the outcome, so nothing has to drive it. */
export async function openInWebKitGTK(url: string): Promise<Running> {
  return startProcess('bash', [withDisplay, await miniBrowser(), '--private', url])
}

/** `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser`, or where else a machine and a version have it. */
async function miniBrowser(): Promise<string> {
  for (const machine of await readdir('/usr/lib')) {
    const folder = join('/usr/lib', machine)
    if (!machine.endsWith('-linux-gnu')) continue
    const found = (await readdir(folder))
      .filter((name) => name.startsWith('webkit2gtk-'))
      .sort()
      .at(-1)
    if (found !== undefined) return join(folder, found, 'MiniBrowser')
  }
  throw new Error('Cannot find the MiniBrowser of WebKitGTK')
}
