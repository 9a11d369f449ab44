import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test, type TaskMeta } from 'vitest'
import type { Row } from '../../scripts/platform-table.mjs'
import { contract } from '../contract/contract.js'
import { missingWithCodec } from '../contract/frame-layers.js'
import { folders } from './bundle.js'
import { isOfOthers, lacking, type Platform } from './platform.js'
import { runOn, type Findings } from './run-on.js'

/** What the table says of a case on a platform, but for how it went. */
export type PlatformNote = Omit<Row, 'state'>

declare module 'vitest' {
  interface TaskMeta {
    platform?: readonly PlatformNote[]
  }
}

/** Has a platform run the contract, and reports each case there as a test. */
export function contractOn(platform: Platform): void {
  describe(platform.name, () => {
    let findings: Findings = { version: '', problems: new Map(), isThere: new Map(), end: '' }
    beforeAll(async () => {
      const folder = join(inject('consumer'), folders[platform.bundle])
      findings = await runOn(platform, { peerUrl: inject('peerUrl'), folder })
    })
    reportCases(platform, () => findings)
    reportLeftOut(platform, () => findings)
    reportLacks(platform, () => findings)
  })
}

/** Has a platform run the contract with layers around its channels. The table of platforms leaves that out. */
export function contractOverLayersOn(platform: Platform): void {
  const { name, others } = platform
  contractOn({
    ...platform,
    name: `${name}, with two layers`,
    isLayered: true,
    others: { ...others, ...missingWithCodec },
  })
}

function reportCases(platform: Platform, findings: () => Findings): void {
  for (const { index, note } of casesOf(platform)) {
    if (note.lacks.length > 0) continue
    test(note.name, ({ task }) => {
      const { version, problems, end } = findings()
      if (!platform.isLayered) write(task.meta, [{ ...note, version }])
      const problem = problems.get(index)
      if (problem === undefined) {
        throw new Error(`The platform reported nothing about this case. ${end}`)
      }
      if (problem !== null) throw new Error(problem)
    })
  }
}

// What is left out is no test, so that a run has nothing to skip; the table lists it all the same.
function reportLeftOut(platform: Platform, findings: () => Findings): void {
  const leftOut = casesOf(platform).filter(({ note }) => note.lacks.length > 0)
  test('says what it is, and why it leaves out what it leaves out', ({ task }) => {
    const { version } = findings()
    if (!platform.isLayered) {
      write(
        task.meta,
        leftOut.map(({ note }) => ({ ...note, version })),
      )
    }
    expect(version).not.toBe('')
    const lacks = leftOut.flatMap(({ note }) => note.lacks)
    expect(
      lacks.filter(({ reason, link }) => reason === '' || !/^(https:\/\/|#)/.test(link)),
    ).toEqual([])
  })
}

function reportLacks({ lacks }: Platform, findings: () => Findings): void {
  for (const [capability, { reason, untried }] of Object.entries(lacks)) {
    if (untried !== undefined) continue
    test(`still lacks "${capability}": ${reason}`, () => {
      const { isThere, end } = findings()
      if (isThere.get(capability) === undefined) {
        throw new Error(`The platform reported nothing about this capability. ${end}`)
      }
      if (isThere.get(capability) === true) {
        throw new Error(`It is there by now: take "${capability}" out of the lacks`)
      }
    })
  }
}

interface Case {
  /** Its place in the contract. */
  readonly index: number
  readonly note: PlatformNote
}

function casesOf(platform: Platform): Case[] {
  return [...contract.entries()].flatMap(([index, entry]) => {
    if (isOfOthers(entry, platform)) return []
    const { guarantee, name } = entry
    const lacks = lacking(entry, platform.lacks)
      .flatMap((capability) => platform.lacks[capability] ?? [])
      .map(({ reason, link }) => ({ reason, link }))
    const names = { platform: platform.name, version: '', name: `${guarantee}. ${name}` }
    return [{ index, note: { ...names, guarantee, lacks } }]
  })
}

function write(meta: TaskMeta, notes: readonly PlatformNote[]): void {
  meta.platform = notes
}
