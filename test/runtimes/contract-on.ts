import { join } from 'node:path'
import { beforeAll, describe, inject, test, type TaskMeta } from 'vitest'
import { contract } from '../contract/contract.js'
import { folders } from './bundle.js'
import { isOfOthers, lacking, type Lack, type Platform } from './platform.js'
import { runOn, type Findings } from './run-on.js'

declare module 'vitest' {
  interface TaskMeta {
    platform?: {
      readonly platform: string
      readonly version: string
      readonly guarantee: number
      /** What the platform lacks for this case. */
      readonly lacks: readonly Lack[]
    }
  }
}

/** Has a platform run the contract, and tells how each case went there as a test. */
export function contractOn(platform: Platform): void {
  describe(platform.name, () => {
    let findings: Findings = { version: '', problems: new Map(), isThere: new Map() }
    beforeAll(async () => {
      const folder = join(inject('consumer'), folders[platform.bundle])
      findings = await runOn(platform, { peerUrl: inject('peerUrl'), folder })
    })
    reportCases(platform, () => findings)
    reportLacks(platform, () => findings)
  })
}

function reportCases(platform: Platform, findings: () => Findings): void {
  for (const [index, entry] of contract.entries()) {
    if (isOfOthers(entry, platform)) continue
    const lacks = lacking(entry, platform.lacks).flatMap((name) => platform.lacks[name] ?? [])
    test(`${entry.guarantee}. ${entry.name}`, ({ task, skip }) => {
      const { version, problems } = findings()
      note(task.meta, { platform: platform.name, version, guarantee: entry.guarantee, lacks })
      if (lacks.length > 0) skip(lacks.map(({ reason }) => reason).join('; '))
      const problem = problems.get(index)
      if (problem === undefined) throw new Error('The platform told nothing of this case')
      if (problem !== null) throw new Error(problem)
    })
  }
}

function reportLacks({ lacks }: Platform, findings: () => Findings): void {
  for (const [capability, { reason, untried }] of Object.entries(lacks)) {
    if (untried !== undefined) continue
    test(`still lacks "${capability}": ${reason}`, () => {
      const isThere = findings().isThere.get(capability)
      if (isThere === undefined) throw new Error('The platform told nothing of this capability')
      if (isThere) throw new Error(`It is there by now: take "${capability}" out of the lacks`)
    })
  }
}

function note(meta: TaskMeta, platform: NonNullable<TaskMeta['platform']>): void {
  meta.platform = platform
}
