import * as rxjs from 'rxjs/webSocket'
import type * as entry from '../../../src/rxjs.js'
import { dropInRuns } from '../../rxjs-drop-in/sockets/drop-in-runs.js'
import type { DropIn } from '../../rxjs-drop-in/drop-in.js'
import { Play, type SocketStage } from '../../rxjs-drop-in/sockets/socket-case.js'
import type { Job } from './job.js'
import { reporterTo } from './reporter.js'
import { version } from './version.js'

/** What a platform's sockets are like. */
type Sockets = Pick<SocketStage, 'Ctor' | 'binary' | 'closesAfterError'>

/** Runs the cases of the drop-in inside a platform: gets the job from the stage's address, and reports how every case went. */
export async function performDropIn(
  stageUrl: string,
  dropIn: Pick<typeof entry, 'webSocket' | 'WebSocketSubject'>,
  sockets: Sockets,
): Promise<void> {
  const { peerUrl } = (await (await fetch(`${stageUrl}/job`)).json()) as Job
  const report = reporterTo(stageUrl)
  await report({ kind: 'began', version: version() })
  for (const [index, { module, run }] of dropInRuns.entries()) {
    const used = module === 'rxjs/webSocket' ? (rxjs as unknown as DropIn) : dropIn
    const play = new Play({ ...used, ...sockets, peerUrl })
    await report({ kind: 'case', index, problem: await problemOf(run(play)) })
  }
  await report({ kind: 'ended' })
}

async function problemOf(run: Promise<void>): Promise<string | null> {
  try {
    await run
    return null
  } catch (error) {
    return String(error)
  }
}
