// Starts a program of the chat that ends before it listens, and prints why that failed.
import '../../../examples/typescript.mjs'

const { freePort, Part } = await import('../../../examples/chat/part.ts')
const options = { command: process.execPath, args: ['-e', 'process.exit(3)'] }
try {
  await Part.start({ ...options, port: await freePort() })
} catch (error) {
  console.log(error.message, '|', error.cause.message)
}
