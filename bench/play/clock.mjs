import { performance } from 'node:perf_hooks'

/**
 * Begins to measure; what it gives ends that, with the wall and CPU time of this process in nanoseconds a unit, and its page
 * faults a unit.
 */
export function startClock() {
  const faults = pageFaults()
  const cpu = process.cpuUsage()
  const start = performance.now()
  return (units) => {
    const wall = performance.now() - start
    const { user, system } = process.cpuUsage(cpu)
    return {
      wall: (wall * 1e6) / units,
      cpu: ((user + system) * 1e3) / units,
      faults: (pageFaults() - faults) / units,
    }
  }
}

function pageFaults() {
  return process.resourceUsage().minorPageFault
}
