import { contract } from '../contract/contract.js'
import { isOfOthers, lacking, type Platform } from './platform.js'
import type { Job, News } from './runner/job.js'
import { openStage } from './stage.js'

/** Longer than any case may take. */
const patience = 60_000

/** A platform that breaks down more often is not worth the time. */
const mostBreakdowns = 5

/** What the platform told. */
export interface Findings {
  readonly version: string
  /** By index of the case: what went wrong, or `null`. Cases left out have none. */
  readonly problems: ReadonlyMap<number, string | null>
  /** Of what it is said to lack and was tried: whether it is there all the same. */
  readonly isThere: ReadonlyMap<string, boolean>
}

interface Growing extends Findings {
  version: string
  readonly problems: Map<number, string | null>
  readonly isThere: Map<string, boolean>
}

/** Runs the contract on a platform, and again behind every case that broke it down. */
export async function runOn(
  platform: Platform,
  how: { readonly peerUrl: string; readonly folder: string },
): Promise<Findings> {
  const findings: Growing = { version: '', problems: new Map(), isThere: new Map() }
  const cases = casesFor(platform)
  const tried = triedOn(platform)
  for (let breakdowns = 0; ; breakdowns += 1) {
    const left = cases.filter((index) => !findings.problems.has(index))
    const job: Job = { peerUrl: how.peerUrl, cases: left, tried }
    const breakdown = await runJob(job, { platform, folder: how.folder, findings })
    if (breakdown === undefined) return findings
    const culprit = left.find((index) => !findings.problems.has(index))
    if (culprit === undefined) throw new Error(`After all cases: ${breakdown}`)
    if (breakdowns === mostBreakdowns) throw new Error(`Again and again: ${breakdown}`)
    findings.problems.set(culprit, breakdown)
  }
}

/** Resolves with how the platform broke down, or with nothing when it came to the end. */
async function runJob(
  job: Job,
  how: { readonly platform: Platform; readonly folder: string; readonly findings: Growing },
): Promise<string | undefined> {
  const { platform, folder, findings } = how
  const watchdog = new Watchdog()
  const take = (news: News) => {
    watchdog.hear()
    if (news.kind === 'began') findings.version = news.version
    if (news.kind === 'case') findings.problems.set(news.index, news.problem)
    if (news.kind === 'tried') findings.isThere.set(news.capability, news.isThere)
    if (news.kind === 'ended') watchdog.settle(undefined)
  }
  const stage = await openStage({ job, folder, take })
  const running = await platform.launch(stage.url, folder)
  void running.ended.then((words) => watchdog.settle(words))
  try {
    return await watchdog.verdict
  } finally {
    await running.stop()
    stage.close()
  }
}

/** Waits for a verdict, and gives one itself when nothing is heard for too long. */
class Watchdog {
  readonly verdict: Promise<string | undefined>
  #resolve: (verdict: string | undefined) => void = () => undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.verdict = new Promise((resolve) => (this.#resolve = resolve))
    this.hear()
  }

  hear(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.settle(`Nothing was heard for ${patience} ms`), patience)
  }

  settle(verdict: string | undefined): void {
    clearTimeout(this.#timer)
    this.#resolve(verdict)
  }
}

function casesFor(platform: Platform): number[] {
  return [...contract.entries()].flatMap(([index, entry]) =>
    isOfOthers(entry, platform) || lacking(entry, platform.lacks).length > 0 ? [] : [index],
  )
}

/** For each capability that is tried the cases that want nothing else. */
function triedOn(platform: Platform): Record<string, number[]> {
  const tried = Object.entries(platform.lacks).filter(([, { untried }]) => untried === undefined)
  return Object.fromEntries(
    tried.map(([capability]) => {
      const cases = [...contract.entries()].filter(
        ([, entry]) =>
          !isOfOthers(entry, platform) && lacking(entry, platform.lacks).join() === capability,
      )
      if (cases.length === 0) throw new Error(`No case needs just "${capability}"`)
      return [capability, cases.map(([index]) => index)]
    }),
  )
}
