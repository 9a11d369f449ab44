import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

/** Records a CPU profile of this process from now on; what it gives writes it to a file. */
export async function record(file) {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(file, JSON.stringify(profile))
  }
}
