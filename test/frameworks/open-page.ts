import type { Browser, Page, WebSocket } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** A page, and what went wrong in it. */
export interface Opened {
  readonly page: Page
  /** The errors and warnings of its console. */
  readonly problems: readonly string[]
}

/** Opens a page. */
export async function openPage(browser: Browser, address: string): Promise<Opened> {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    // The browser reports each attempt that fails.
    if (/^WebSocket connection to '\S+' failed: /.test(message.text())) return
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  await page.goto(address)
  return { page, problems }
}

/** Resolves when the page gets the updates of Vite. */
export async function isConnectedToVite(page: Page): Promise<void> {
  await page.waitForEvent('console', (message) => message.text() === '[vite] connected.')
}

/** The connections to the chat that a page opens from now on. */
export function chatsOf(page: Page): readonly WebSocket[] {
  const connections: WebSocket[] = []
  page.on('websocket', (connection) => {
    if (connection.url().includes('/chat?')) connections.push(connection)
  })
  return connections
}
