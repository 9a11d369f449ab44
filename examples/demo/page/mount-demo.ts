import type { Attempt, Channel, Frame, Sendable } from 'web-socket-channel'
import type { ServerControls } from '../server-controls.js'
import { DemoPage } from './demo-page.js'
import { ServerPanel } from './server-panel.js'

export interface DemoOptions {
  /** Opens one connection. Called for each attempt. */
  readonly open: (
    attempt: Attempt,
  ) => Channel<Frame, Sendable> | PromiseLike<Channel<Frame, Sendable>>
  /** What the page calls its server, such as an address. */
  readonly server: string
  /** What the buttons for the server do. Without it, there are no such buttons. */
  readonly controls?: ServerControls
}

/** Brings the page to life. It is connected while it is shown. */
export function mountDemo({ open, server, controls }: DemoOptions): void {
  const page = new DemoPage({ open, server })
  if (controls) new ServerPanel(controls)
  page.connect()
  addEventListener('pagehide', () => page.disconnect())
  // Back from the browser's back/forward cache: the document is as it was, its connection is gone.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) page.connect()
  })
}
