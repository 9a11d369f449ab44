import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const LINES = 25

/** Where the profile of what is played is written. */
export function profileFile(folder, name) {
  return join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.cpuprofile`)
}

/** An empty folder for profiles. */
export function emptyFolder(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

/** Prints the functions of each profile in which the most time was spent, callees not counted. */
export function printProfiles(folder) {
  for (const file of readdirSync(folder)) {
    console.log(`\n${file}`)
    for (const { share, where } of topOf(JSON.parse(readFileSync(join(folder, file), 'utf8')))) {
      console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${where}`)
    }
  }
}

function topOf({ nodes, samples, timeDeltas }) {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
  const times = new Map()
  samples.forEach((id, at) => {
    const where = places.get(id)
    if (where !== '(idle) ') times.set(where, (times.get(where) ?? 0) + timeDeltas[at])
  })
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times]
    .map(([where, time]) => ({ where, share: time / total }))
    .toSorted((one, other) => other.share - one.share)
    .slice(0, LINES)
}

function placeOf({ functionName, url, lineNumber }) {
  const place = url && `${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`
  return `${functionName || '(anonymous)'} ${place}`
}
