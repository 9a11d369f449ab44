import type { TestProject } from 'vitest/node'
import { startPeer } from '../peer/start-peer.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the scripted peer, `http://127.0.0.1:port`. */
    peerUrl: string
  }
}

/** Starts the scripted peer for a project, outside the processes and pages of its tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const peer = await startPeer()
  project.provide('peerUrl', peer.url)
  return () => peer.close()
}
