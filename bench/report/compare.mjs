import { spread } from './statistics.mjs'

/** How two values of one round compare. */
const comparisons = {
  /** How many times as fast as the reference. */
  ratio: (own, reference) => reference / own,
  /** How many times as long as the reference. */
  times: (own, reference) => own / reference,
  /** How much more than the reference. */
  more: (own, reference) => own - reference,
}

/** What a contestant measured in each round. */
export function valuesOf({ samples }, metric) {
  return samples.map((sample) => sample[metric])
}

/** A contestant against its reference, compared within each round: a machine that others use changes between rounds. */
export function compare(measured, { contestant, metric, comparison }) {
  const { contestants } = measured
  const own = contestants.find(({ name }) => name === contestant)
  const reference = contestants.find(({ name }) => name === own?.reference)
  if (!own || !reference) return undefined
  const references = valuesOf(reference, metric)
  const values = valuesOf(own, metric)
  return spread(values.map((value, round) => comparisons[comparison](value, references[round])))
}

/** How far the reference lies from itself: half of its comparisons with a twin lie within this much. */
export function noise(measured, { metric, comparison }) {
  const twin = measured.contestants.find(({ name }) => name.endsWith(', again'))
  if (!twin) return 0
  const found = compare(measured, { contestant: twin.name, metric, comparison })
  if (!found) return 0
  const equal = comparison === 'more' ? 0 : 1
  return Math.max(Math.abs(found.q1 - equal), Math.abs(found.q3 - equal))
}
