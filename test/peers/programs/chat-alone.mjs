// Runs the example `chat` as on a machine where neither nats-server nor haproxy is installed.
import '../../../examples/typescript.mjs'

const { main } = await import('../../../examples/chat/main.ts')
process.exitCode = await main(process.argv.slice(2), () => undefined)
