import { format } from 'node:util'

/** How a program of the documentation ran. */
export interface Outcome {
  /** All that it printed, on whichever of the two streams. */
  readonly printed: string
  /** What it failed with; absent if it ran to its end. */
  readonly problem?: string
}

// Runs programs one after the other in this process, which has loaded the library once, and prints their outcomes.
// A program is a file and the lines that it should print.
const patience = 15_000
const programs = JSON.parse(process.argv[2] ?? '[]') as { file: string; promised: string[] }[]
const print = console.info.bind(console)

let printed = ''
let fail: (error: unknown) => void = () => undefined
console.log = console.error = (...values: unknown[]) => {
  printed += `${format(...values)}\n`
}
// What happens outside of any promise counts against the program that runs.
process.on('uncaughtException', (error) => fail(error))
process.on('unhandledRejection', (error) => fail(error))

const outcomes: Outcome[] = []
for (const program of programs) outcomes.push(await run(program))
print(JSON.stringify(outcomes))
// Some programs leave their connection open.
process.exit()

async function run({ file, promised }: (typeof programs)[number]): Promise<Outcome> {
  printed = ''
  const failed = new Promise<never>((_, reject) => {
    fail = reject
    setTimeout(() => fail(new Error('it did not end')), patience).unref()
  })
  try {
    await Promise.race([failed, import(file).then(() => silence(promised))])
    return { printed }
  } catch (error) {
    return { printed, problem: format(error) }
  }
}

/** Resolves when all lines have come that should, or do not come within five seconds. */
async function silence(promised: readonly string[]): Promise<void> {
  const start = performance.now()
  do await new Promise((resolve) => setTimeout(resolve, 5))
  while (promised.some((line) => !printed.includes(line)) && performance.now() - start < 5_000)
}
