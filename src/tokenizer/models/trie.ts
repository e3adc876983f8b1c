/** No node, no value. */
const NONE = -1;

/** Entries by their UTF-16 units: one hash table of edges, since a vocabulary of 250,000 entries has a million of them. */
export class Trie {
  #nodes = 1;
  /** Of each node, {@link NONE} where no entry ends. */
  #values = new Int32Array(64).fill(NONE);
  /** Of each slot: the node that an edge leaves, its unit, and the node that it leads to (0: the slot is free). */
  #from = new Int32Array(128);
  #units = new Uint16Array(128);
  #to = new Int32Array(128);

  /** A later entry of the same text replaces the first. @param value from 0 */
  add(entry: string, value: number): void {
    let node = 0;
    for (let at = 0; at < entry.length; at++) {
      const unit = entry.charCodeAt(at);
      const next = this.next(node, unit);
      node = next === NONE ? this.#addEdge(node, unit) : next;
    }
    this.#values[node] = value;
  }

  /** The node that a unit leads to from a node, or -1. The root is node 0. */
  next(node: number, unit: number): number {
    const to = this.#to[this.#slotOf(node, unit)]!;
    return to === 0 ? NONE : to;
  }

  /** The value of the entry that ends at a node, or -1. */
  valueAt(node: number): number {
    return this.#values[node]!;
  }

  /** The slot of an edge, or the free one where it belongs. */
  #slotOf(node: number, unit: number): number {
    const mask = this.#to.length - 1;
    let slot = hash(node, unit) & mask;
    while (this.#to[slot] !== 0 && (this.#from[slot] !== node || this.#units[slot] !== unit)) slot = (slot + 1) & mask;
    return slot;
  }

  #addEdge(node: number, unit: number): number {
    if (this.#nodes * 2 >= this.#to.length) this.#grow();
    const slot = this.#slotOf(node, unit);
    this.#from[slot] = node;
    this.#units[slot] = unit;
    return (this.#to[slot] = this.#nodes++);
  }

  #grow(): void {
    const [from, units, to, values] = [this.#from, this.#units, this.#to, this.#values];
    this.#from = new Int32Array(to.length * 2);
    this.#units = new Uint16Array(to.length * 2);
    this.#to = new Int32Array(to.length * 2);
    this.#values = new Int32Array(to.length).fill(NONE);
    this.#values.set(values);
    for (let old = 0; old < to.length; old++) {
      if (to[old] === 0) continue;
      const slot = this.#slotOf(from[old]!, units[old]!);
      this.#from[slot] = from[old]!;
      this.#units[slot] = units[old]!;
      this.#to[slot] = to[old]!;
    }
  }
}

function hash(node: number, unit: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
