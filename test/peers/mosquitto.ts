import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import { startProgram, type Program } from './start-program.js'

/** Starts a broker for MQTT over WebSocket. */
export async function startMosquitto(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'mosquitto-'))
  // Started by root, it runs as another user.
  await chmod(folder, 0o755)
  const file = join(folder, 'configuration')
  const [port, otherPort] = [await freePort(), await freePort()]
  await writeFile(file, configuration(port, otherPort))
  const program = await startProgram('/usr/sbin/mosquitto', ['-c', file], port)
  return {
    port,
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

// Without a listener for TCP, Mosquitto 2.0 does not start. Its WebSocket listener takes the name of an interface.
function configuration(port: number, otherPort: number): string {
  return `
allow_anonymous true
persistence false
max_queued_messages 0
listener ${otherPort} 127.0.0.1
listener ${port} lo
protocol websockets
`
}
