/* What is kept of a run is named by where it is from: a graph may call its tensors anything. */
export function outputKey(name: string): string {
  return `output ${name}`;
}

export function derivedKey(name: string): string {
  return `derived ${name}`;
}

/** Outputs of a model as a store keeps them. */
export function outputTensors(fetched: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  return new Map([...fetched].map(([name, values]) => [outputKey(name), values]));
}
