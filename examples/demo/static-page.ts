import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPage } from './page-files.js'

/**
 * Writes the demo as static files into a folder, which is created: `index.html`, `page.css` and `page.js`. The server is
 * inside the page, over `channelPair`, and all addresses are relative: the folder works under any path.
 */
export async function writeStaticPage(folder: string): Promise<void> {
  const files = await buildPage({ script: 'in-page.ts', server: '', isOwn: true })
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
}
