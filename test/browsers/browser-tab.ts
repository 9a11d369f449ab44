import type { Browser } from 'playwright-core'

/** A tab of Chromium that is no page of Playwright's: to those it gives the focus, and they are never hidden. */
export interface BrowserTab {
  /** Puts another tab in front of it. */
  hide(): Promise<void>
  show(): Promise<void>
  /** Calls a method of the DevTools protocol. */
  send(method: string, params: object): Promise<void>
  close(): Promise<void>
}

/** Opens a tab. */
export async function openTab(browser: Browser, url: string): Promise<BrowserTab> {
  const session = await browser.newBrowserCDPSession()
  const target = await session.send('Target.createTarget', { url })
  const attached = { ...target, flatten: false }
  const { sessionId } = await session.send('Target.attachToTarget', attached)
  const others: (typeof target)[] = []
  let calls = 0
  return {
    async hide() {
      const other = await session.send('Target.createTarget', { url: 'about:blank' })
      others.push(other)
      await session.send('Target.activateTarget', other)
    },
    async show() {
      await session.send('Target.activateTarget', target)
    },
    async send(method, params) {
      const message = JSON.stringify({ id: ++calls, method, params })
      await session.send('Target.sendMessageToTarget', { sessionId, message })
    },
    async close() {
      for (const each of [target, ...others]) await session.send('Target.closeTarget', each)
    },
  }
}
