import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { dropInRuns } from '../rxjs-drop-in/sockets/drop-in-runs.js'
import { folders } from './bundle.js'
import type { Platform, Running } from './platform.js'
import type { News } from './runner/job.js'
import { openStage } from './stage.js'

/** Has a platform run the cases of the drop-in over its own sockets, and reports each case there as a test. */
export function dropInOn({
  name,
  bundle,
  launch,
}: Pick<Platform, 'name' | 'bundle' | 'launch'>): void {
  describe(`the drop-in on ${name}`, () => {
    const problems = new Map<number, string | null>()
    let end = ''

    beforeAll(async () => {
      const folder = join(inject('consumer'), folders[bundle])
      let finish: (end: string) => void = () => undefined
      const finished = new Promise<string>((resolve) => (finish = resolve))
      const take = (news: News): void => {
        if (news.kind === 'case') problems.set(news.index, news.problem)
        if (news.kind === 'ended') finish('')
      }
      const job = { peerUrl: inject('peerUrl'), isLayered: false, cases: [], tried: {} }
      const stage = await openStage({ job, folder, take })
      const running: Running = await launch(stage.url, folder)
      end = await Promise.race([finished, running.ended])
      await running.stop()
      stage.close()
    })

    it.each(dropInRuns.map((run, index) => ({ ...run, index })))('$module: $name', ({ index }) => {
      if (!problems.has(index)) throw new Error(`The platform reported nothing. ${end}`)
      expect(problems.get(index)).toBeNull()
    })
  })
}
