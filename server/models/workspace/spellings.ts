/**
 * Which tokens are one name: ` width`, `width` and `Width` differ in a blank before
 * and a capital at the start, which say where a name stands, not which one it is.
 * Numbers are names, too.
 */

/** A blank before, a capital at the start, or both. */
const FORMS = 4;
const AFTER_BLANK = 1;
const CAPITAL = 2;

const BEGINS_NAME = /^[\p{L}\p{N}_$]/u;

/** Numbers of spellings. */
interface Numbering {
  word(id: number): string;
  /** The number of a spelling. */
  numberOf(word: string): number;
}

export class Spellings {
  readonly #numbering: Numbering;
  /** By id: 0 while it was not asked for, else the name plus 2, which is 1 for none; and the form. */
  #names = new Int32Array(1024);
  #forms = new Uint8Array(1024);
  readonly #known = new Map<string, number>();
  /** By name: without blank and capital. */
  readonly #plain: string[] = [];
  /** By name and form. */
  readonly #ids: number[] = [];

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  /** The name that a token is, as a number; -1 where it is none. */
  nameOf(id: number): number {
    return (this.#names[id] || this.#read(id)) - 2;
  }

  /** How a token that is a name is spelt. */
  formOf(id: number): number {
    if (!this.#names[id]) this.#read(id);
    return this.#forms[id]!;
  }

  /** The token that is a name in a form. */
  spelt(name: number, form: number): number {
    const at = name * FORMS + form;
    return (this.#ids[at] ??= this.#numbering.numberOf(spell(this.#plain[name] ?? '', form)));
  }

  #read(id: number): number {
    if (id >= this.#names.length) this.#grow(id);
    const word = this.#numbering.word(id);
    const blank = word.charCodeAt(0) === 32 ? AFTER_BLANK : 0;
    const bare = word.slice(blank);
    if (!BEGINS_NAME.test(bare)) return (this.#names[id] = 1);
    const plain = bare.charAt(0).toLowerCase() + bare.slice(1);
    let name = this.#known.get(plain);
    if (name === undefined) {
      name = this.#plain.length;
      this.#known.set(plain, name);
      this.#plain.push(plain);
    }
    const form = blank + (plain === bare ? 0 : CAPITAL);
    this.#forms[id] = form;
    // Where letters have no simple capitals, what is spelt from the parts may be another word.
    if (spell(plain, form) === word) this.#ids[name * FORMS + form] = id;
    return (this.#names[id] = name + 2);
  }

  #grow(id: number): void {
    const names = new Int32Array(2 * id);
    names.set(this.#names);
    this.#names = names;
    const forms = new Uint8Array(2 * id);
    forms.set(this.#forms);
    this.#forms = forms;
  }
}

function spell(plain: string, form: number): string {
  const bare = form & CAPITAL ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
  return form & AFTER_BLANK ? ` ${bare}` : bare;
}
