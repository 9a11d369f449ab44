import type { PlatformWebSocket } from '../../contract/adapter.js'
import { clientAdapter } from '../../contract/client-adapter.js'
import { runCase, type Errors } from '../../contract/context.js'
import { contract } from '../../contract/contract.js'
import { codecAndRequests, type LayersOfEntry } from '../../contract/frame-layers.js'
import { overLayer } from '../../contract/over-layer.js'
import { watchUnhandled } from '../../contract/unhandled.js'
import type { Job } from './job.js'
import { reporterTo } from './reporter.js'
import { version } from './version.js'

/** The entry of the package under test, as the platform loaded it. */
export interface Entry {
  readonly Channel: Parameters<typeof clientAdapter>[1]['Channel']
  readonly WebSocket: PlatformWebSocket
  readonly errors: Errors & LayersOfEntry
}

/** Runs the contract inside a platform: gets the job from the stage's address, and reports how every case went. */
export async function perform(stageUrl: string, entry: Entry): Promise<void> {
  const job = (await (await fetch(`${stageUrl}/job`)).json()) as Job
  const report = reporterTo(stageUrl)
  const attempt = attemptWith(entry, job)
  await claimRejectionsAreSeen()
  await report({ kind: 'began', version: version() })
  for (const index of job.cases) {
    await report({ kind: 'case', index, problem: await attempt(index) })
  }
  const look = async ([capability, cases]: [string, readonly number[]]): Promise<void> => {
    await report({ kind: 'tried', capability, isThere: await allPass(cases, attempt) })
  }
  // What a platform lacks shows mostly as waiting in vain, so they wait together.
  await Promise.all(Object.entries(job.tried).map(look))
  await report({ kind: 'ended' })
}

/** Resolves with what is wrong with a case, or with `null`. */
type Attempt = (index: number) => Promise<string | null>

function attemptWith({ Channel, WebSocket, errors }: Entry, { peerUrl, isLayered }: Job): Attempt {
  const plain = clientAdapter('the platform', { Channel, WebSocket, peerUrl, missing: {} })
  const adapter = isLayered ? overLayer(plain, codecAndRequests(errors)) : plain
  return async (index) => {
    const entry = contract[index]
    if (entry === undefined) return 'There is no such case'
    try {
      await runCase(entry, { adapter, errors })
      return null
    } catch (error) {
      return String(error)
    }
  }
}

async function allPass(cases: readonly number[], attempt: Attempt): Promise<boolean> {
  for (const index of cases) {
    if ((await attempt(index)) !== null) return false
  }
  return true
}

/** Without this the end of every case would prove nothing. */
async function claimRejectionsAreSeen(): Promise<void> {
  const watch = watchUnhandled()
  void Promise.reject(new Error('left unhandled on purpose'))
  const seen = await watch.stop()
  if (seen.length !== 1) throw new Error('Cannot see unhandled rejections on this platform')
}
