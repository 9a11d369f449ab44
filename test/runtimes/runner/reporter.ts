import type { News } from './job.js'

/** Returns a function that reports to the stage at an address. */
export function reporterTo(stageUrl: string): (news: News) => Promise<void> {
  return async (news) => {
    await fetch(`${stageUrl}/news`, { method: 'POST', body: JSON.stringify(news) })
  }
}
