import type { Random } from './random.js'

type Mutation = (bytes: Buffer<ArrayBuffer>, random: Random) => Buffer<ArrayBuffer>

const flip: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  return bytes
}

const cut: Mutation = (bytes, random) => {
  const [start, end] = range(bytes, random)
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
}

const duplicate: Mutation = (bytes, random) => {
  const [start, end] = range(bytes, random)
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
}

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  const inserted = random.bytes(1 + random.below(8))
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])
}

/** Damages a stream of bytes in one to three places. */
export function mutate(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  let mutated: Buffer<ArrayBuffer> = Buffer.from(bytes)
  for (let left = 1 + random.below(3); left > 0 && mutated.length > 0; left -= 1) {
    mutated = random.pick([flip, flip, cut, duplicate, insert])(mutated, random)
  }
  return mutated
}

function range(bytes: Buffer, random: Random): [start: number, end: number] {
  const start = random.below(bytes.length)
  return [start, Math.min(bytes.length, start + 1 + random.below(24))]
}
