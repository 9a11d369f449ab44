import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundle } from '../shared/bundle.js'

/** The files of the page by name. Their addresses in each other are relative. */
export type PageFiles = Readonly<Record<'index.html' | 'page.css' | 'page.js', string>>

export interface PageSource {
  /** The script that says where connections come from. */
  readonly script: 'server-page.ts' | 'in-page.ts'
  /** Address of the WebSocket server that the page connects to; `''` if it has none. */
  readonly server: string
  /** Whether the page may stop and start that server. */
  readonly isOwn: boolean
}

/** Builds the page. */
export async function buildPage({ script, server, isOwn }: PageSource): Promise<PageFiles> {
  const html = await readFile(pathOf('page.html'), 'utf8')
  return {
    'index.html': html
      .replace('{{server}}', () => escape(server))
      .replace('{{ownServer}}', String(isOwn)),
    'page.css': await bundle(pathOf('page.css')),
    'page.js': await bundle(pathOf(script)),
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`page/${file}`, import.meta.url))
}
