import { contract } from '../contract/contract.js'
import { isOfOthers, lacking, type Platform } from './platform.js'
import type { Job, News } from './runner/job.js'
import { openStage } from './stage.js'

/** Longer than any case may take. */
const patience = 60_000

/** What the platform reported. */
export interface Findings {
  readonly version: string
  /** By index of the case: what went wrong, or `null`. Cases left out have none. */
  readonly problems: ReadonlyMap<number, string | null>
  /** Of what it is said to lack and was tried: whether it is there all the same. */
  readonly isThere: ReadonlyMap<string, boolean>
  /** How it broke down, or '' when it came to the end. */
  readonly end: string
}

/** Runs the contract on a platform, once: what comes behind a breakdown is not heard of any more. */
export async function runOn(
  platform: Platform,
  how: { readonly peerUrl: string; readonly folder: string },
): Promise<Findings> {
  const job: Job = {
    peerUrl: how.peerUrl,
    isLayered: platform.isLayered ?? false,
    cases: casesFor(platform),
    tried: triedOn(platform),
  }
  const problems = new Map<number, string | null>()
  const isThere = new Map<string, boolean>()
  const watchdog = new Watchdog()
  let version = ''
  const take = (news: News) => {
    watchdog.hear()
    if (news.kind === 'began') version = news.version
    if (news.kind === 'case') problems.set(news.index, news.problem)
    if (news.kind === 'tried') isThere.set(news.capability, news.isThere)
    if (news.kind === 'ended') watchdog.settle('')
  }
  const stage = await openStage({ job, folder: how.folder, take })
  const running = await platform.launch(stage.url, how.folder)
  void running.ended.then((words) => watchdog.settle(words))
  const end = await watchdog.verdict
  await running.stop()
  stage.close()
  return { version: platform.version ?? version, problems, isThere, end }
}

/** Waits for a verdict, and gives one itself when nothing is heard for too long. */
class Watchdog {
  readonly verdict: Promise<string>
  #resolve: (verdict: string) => void = () => undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.verdict = new Promise((resolve) => (this.#resolve = resolve))
    this.hear()
  }

  hear(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.settle(`Nothing was heard for ${patience} ms`), patience)
  }

  settle(verdict: string): void {
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
